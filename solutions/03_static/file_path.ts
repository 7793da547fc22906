/**
 * From the path of a URL to a file under the root, and to no other file.
 * RFC 3986 sections 2.1 and 3.3.
 *
 * A path that leads out of the root is not tidied up until it fits: whoever
 * sends `/../etc/passwd` has no page in mind, and gets 404.
 *
 * @module
 */

import { isAbsolute, join, relative, SEPARATOR } from "@std/path";
import { quote } from "../02_http/syntax.ts";
import { HttpError } from "../02_http/types.ts";
import { notFound } from "./file_error.ts";

/** A file or directory that may be served. */
export interface FoundFile {
  /** Its path, absolute and without symbolic links. */
  path: string;
  /** Whether it is a directory. */
  isDirectory: boolean;
}

/**
 * Splits a path into the names of directories and of a file, each decoded once.
 * That the path ends with "/" does not show in the result.
 *
 * @param path The path of a request-target, percent-encoded.
 * @returns The names; none for "/".
 * @throws {HttpError} 400 if the path is malformed, 404 if it holds a name that
 * is never served.
 */
export function parsePath(path: string): string[] {
  if (!path.startsWith("/")) {
    throw new HttpError(400, `Cannot serve ${quote(path)}: expected a path`);
  }
  const names = path.slice(1).split("/").map(decodeName);
  if (names.at(-1) === "") names.pop();
  if (!names.every(isServedName)) throw notFound();
  return names;
}

/**
 * Finds what the names lead to. The system mostly knows it by heart, and says so
 * in 5 µs; to have a thread ask it, without blocking, takes 80 µs.
 *
 * @param root The directory that is served, without symbolic links.
 * @param names The names of {@linkcode parsePath}.
 * @returns What is there: a regular file or a directory, inside of `root`.
 * @throws {HttpError} 404 if what is there is not to be served.
 * @throws {Error} What the file system throws where there is nothing, or no
 * right to look.
 */
export function findFile(root: string, names: string[]): FoundFile {
  const path = Deno.realPathSync(join(root, ...names));
  if (!isInside(root, path)) throw notFound();
  // Before anything is opened: to open a FIFO is to wait for a writer, perhaps
  // for ever, and a device may do anything.
  const { isFile, isDirectory } = Deno.statSync(path);
  if (!isFile && !isDirectory) throw notFound();
  return { path, isDirectory };
}

/**
 * Decodes once: "%252e" is a file called "%2e".
 *
 * @param name A name, percent-encoded.
 * @returns The name.
 * @throws {HttpError} 400 if it is malformed, no UTF-8, or holds a NUL.
 */
export function decodeName(name: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(name);
  } catch {
    throw new HttpError(400, `Cannot decode ${quote(name)} as UTF-8`);
  }
  if (decoded.includes("\0")) {
    throw new HttpError(400, `Cannot serve ${quote(name)}: it holds a NUL`);
  }
  return decoded;
}

/**
 * Whether a file of this name may be served. No name begins with a dot: "." and
 * ".." are steps, and the others are hidden (.git, .env). None holds a separator
 * of any platform, which only an encoded one can bring here. And none is empty:
 * a redirect from "//host/dir" to "//host/dir/" would lead to another host.
 *
 * @param name A name, decoded.
 * @returns Whether it may be served.
 */
export function isServedName(name: string): boolean {
  return name !== "" && !name.startsWith(".") && !/[/\\]/.test(name);
}

/**
 * Whether a real path lies inside of the root, and is not hidden there. Told
 * from the steps between the two, never from how the path begins: "/srv/www2"
 * begins with "/srv/www". Where it leaves the root, the first step is "..".
 */
function isInside(root: string, path: string): boolean {
  const steps = relative(root, path);
  // From one drive of Windows to another there are no steps.
  return !isAbsolute(steps) &&
    steps.split(SEPARATOR).every((step) => !step.startsWith("."));
}
