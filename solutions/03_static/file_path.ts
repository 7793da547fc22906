/**
 * From the path of a URL to a file under the root, and to no other file.
 * RFC 3986 sections 2.1 and 3.3.
 *
 * A path that leads out of the root is not repaired: a client that sends
 * `/../etc/passwd` is not looking for a page, and gets 404.
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
 * The result does not show whether the path ends with "/".
 *
 * @param path The path of a request-target, percent-encoded. It begins with "/",
 * unless the method is OPTIONS.
 * @returns The names; none for "/".
 * @throws {HttpError} 400 if the path is malformed, 404 if it contains a name
 * that is never served.
 */
export function parsePath(path: string): string[] {
  const names = path.slice(1).split("/").map(decodeName);
  if (names.at(-1) === "") names.pop();
  if (!names.every(isServedName)) throw notFound();
  return names;
}

/**
 * Finds the file or directory that the names lead to.
 *
 * The system calls are synchronous: the kernel usually answers from memory, in
 * 5 µs. An asynchronous call goes through a thread and takes 80 µs.
 *
 * @param root The directory that is served, without symbolic links.
 * @param names The names from {@linkcode parsePath}.
 * @returns The regular file or directory there, inside the root.
 * @throws {HttpError} 404 if it must not be served.
 * @throws {Error} The error of the file system if it does not exist or may not
 * be looked at.
 */
export function findFile(root: string, names: string[]): FoundFile {
  const path = Deno.realPathSync(join(root, ...names));
  if (!isInside(root, path)) throw notFound();
  // Check this before opening anything: opening a FIFO waits for a writer,
  // perhaps for ever, and opening a device may have any effect.
  const { isFile, isDirectory } = Deno.statSync(path);
  if (!isFile && !isDirectory) throw notFound();
  return { path, isDirectory };
}

/**
 * Decodes once: "%252e" is a file called "%2e".
 *
 * @param name A name, percent-encoded.
 * @returns The name.
 * @throws {HttpError} 400 if it is malformed, is not UTF-8, or contains a NUL.
 */
export function decodeName(name: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(name);
  } catch {
    throw new HttpError(400, `Cannot decode ${quote(name)} as UTF-8`);
  }
  if (decoded.includes("\0")) {
    throw new HttpError(400, `Cannot serve ${quote(name)}: it contains a NUL`);
  }
  return decoded;
}

/**
 * Whether a file of this name may be served. Names that begin with a dot may
 * not: "." and ".." are steps, and the others are hidden (.git, .env). Nor may
 * names with a path separator of any platform, which must have been encoded to
 * get here. Nor may empty names: a redirect from "//host/dir" to "//host/dir/"
 * would lead to another host.
 *
 * @param name A name, decoded.
 * @returns Whether it may be served.
 */
export function isServedName(name: string): boolean {
  return name !== "" && !name.startsWith(".") && !/[/\\]/.test(name);
}

/**
 * Whether a real path lies inside the root and is not hidden there. This looks
 * at the steps from the root to the path, and not at the first characters:
 * "/srv/www2" begins with "/srv/www". If the path leaves the root, the first step
 * is "..".
 */
function isInside(root: string, path: string): boolean {
  const steps = relative(root, path);
  // On Windows no steps lead from one drive to another.
  return !isAbsolute(steps) &&
    steps.split(SEPARATOR).every((step) => !step.startsWith("."));
}
