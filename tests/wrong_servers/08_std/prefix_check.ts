/**
 * @wrong Compares the beginning of two paths as text.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 16 · a link that leads out of the root is 404
 * @saying /sibling.txt: the body contains "the secret
 *
 * @module
 */

import { join } from "@std/path";

export function guardFiles(
  root: string,
  files: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const path = decodeURIComponent(new URL(request.url).pathname);
      const realPath = await Deno.realPath(join(root, path));
      if (realPath.startsWith(root)) return await files(request);
    } catch {
      // It is not there.
    }
    return new Response("Not found", { status: 404 });
  };
}
