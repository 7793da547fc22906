/**
 * @wrong Checks only the first name of a path for a dot.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 17 · a link to a hidden name is 404
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
