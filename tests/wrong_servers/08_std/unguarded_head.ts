/**
 * @wrong Guards GET only: HEAD discloses size and age of a secret file.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 16 · a link that leads out of the root is 404
 * @saying HEAD /out.txt: status 200 instead of 404
 *
 * @module
 */

import { guardFiles as original } from "../../../solutions/08_std/guard_files.ts";

type Handler = (request: Request) => Promise<Response>;

export function guardFiles(root: string, files: Handler): Handler {
  const guarded = original(root, files);
  return (request) =>
    request.method === "HEAD" ? files(request) : guarded(request);
}
