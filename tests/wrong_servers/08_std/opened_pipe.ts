/**
 * @wrong Sends everything in the root, files or not.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 18 · a socket is 404
 * @saying status 500 instead of 404
 *
 * @module
 */

import { join } from "@std/path";

export function guardFiles(
  root: string,
  files: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    const realPath = await Deno.realPath(join(root, path));
    if (realPath.startsWith(`${root}/`)) return await files(request);
    return new Response("Not found", { status: 404 });
  };
}
