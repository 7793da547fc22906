/**
 * @wrong Reads the whole file before it sends the first byte.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 10 · a large file is read while the client reads
 * @saying the whole file was read before the client had read its beginning
 *
 * @module
 */

import { guardFiles as original } from "../../../solutions/08_std/guard_files.ts";

type Handler = (request: Request) => Promise<Response>;

export function guardFiles(root: string, files: Handler): Handler {
  return original(root, async (request) => {
    const response = await files(request);
    const body = response.body && await response.bytes();
    return new Response(body, response);
  });
}
