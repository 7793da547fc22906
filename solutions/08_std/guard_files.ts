/**
 * A guard for `serveDir`, which would follow a link out of the directory or to a
 * hidden file, open a named pipe, and answer 500 to a malformed path.
 *
 * @module
 */

import { isAbsolute, join, relative } from "@std/path";

/**
 * Passes on only requests for files that may be sent.
 *
 * @param root The real path of the directory.
 * @param files Answers the requests that are passed on.
 * @returns The handler. It answers 400 if the path is malformed, and 404 if there
 * is nothing, or something that is outside of the directory, hidden, or neither a
 * file nor a directory.
 */
export function guardFiles(
  root: string,
  files: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = decodePath(request.url);
    if (path === undefined) return refuse(400, "Bad request");
    if (!await maySend(root, path)) return refuse(404, "Not found");
    return files(request);
  };
}

/** The path as `serveDir` will read it; `undefined` if it is malformed. */
function decodePath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
}

async function maySend(root: string, path: string): Promise<boolean> {
  try {
    const realPath = await Deno.realPath(join(root, path));
    const { isFile, isDirectory } = await Deno.stat(realPath);
    return isInSight(root, realPath) && (isFile || isDirectory);
  } catch {
    // A name that is too long, for example: the file is not there.
    return false;
  }
}

/** Whether a real path is in the root, and no name in it begins with a dot. */
function isInSight(root: string, realPath: string): boolean {
  const below = relative(root, realPath);
  // On Windows, a path on another drive stays absolute. ".." begins with a dot.
  return !isAbsolute(below) && !/(^|[/\\])\./.test(below);
}

function refuse(status: number, text: string): Response {
  return new Response(`${text}\n`, { status });
}
