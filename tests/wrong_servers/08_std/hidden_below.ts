/**
 * @wrong Looks whether the first name alone is hidden.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 7 · a link that leads out, or to what is hidden, is 404
 * @saying /inner: status 301 instead of 404
 *
 * @module
 */

import { join, relative } from "@std/path";

type Handler = (request: Request) => Promise<Response>;

export function guardFiles(root: string, files: Handler): Handler {
  return async (request) => {
    try {
      const path = decodeURIComponent(new URL(request.url).pathname);
      const realPath = await Deno.realPath(join(root, path));
      if (!relative(root, realPath).startsWith(".")) {
        return await files(request);
      }
    } catch {
      // It is not there.
    }
    return new Response("Not found", { status: 404 });
  };
}
