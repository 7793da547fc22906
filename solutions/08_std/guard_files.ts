/**
 * What `serveDir` would do and should not: follow a link out of the directory or
 * to a hidden file, wait for a named pipe, answer 500 to a path that is only
 * malformed.
 *
 * @module
 */

import { isAbsolute, join, relative } from "@std/path";

/**
 * Lets only those requests pass whose files may be sent.
 *
 * @param root The real path of the directory.
 * @param files Answers what may pass.
 * @returns The handler: 400 for what is no path, 404 for what is not there,
 * outside, hidden, or neither a file nor a directory.
 */
export function guardFiles(
  root: string,
  files: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = decodePath(request.url);
    if (path === undefined) return refuse(400, "Bad request");
    try {
      const realPath = await Deno.realPath(join(root, path));
      const { isFile, isDirectory } = await Deno.stat(realPath);
      if (!isInSight(root, realPath) || !isFile && !isDirectory) {
        return refuse(404, "Not found");
      }
    } catch {
      // A name that is too long, say: what cannot be looked at is not there.
      return refuse(404, "Not found");
    }
    return await files(request);
  };
}

/** The path as `serveDir` will understand it. */
function decodePath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Whether a real path lies in the root, and below nothing that is hidden. */
function isInSight(root: string, realPath: string): boolean {
  const below = relative(root, realPath);
  // On Windows a path on another drive stays absolute. ".." begins with a dot.
  return !isAbsolute(below) && !/(^|[/\\])\./.test(below);
}

function refuse(status: number, text: string): Response {
  return new Response(`${text}\n`, { status });
}
