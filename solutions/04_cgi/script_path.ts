/**
 * Finds the program that the path of a URL names. The rest of the path is for the
 * program. RFC 3875 sections 3.2 and 3.3.
 *
 * @module
 */

import {
  notFound,
  permissionDenied,
  toHttpError,
} from "../03_static/file_error.ts";
import { decodeName, findFile, isServedName } from "../03_static/file_path.ts";
import { openDirectory } from "../03_static/root_directory.ts";

/** A directory of programs, and where it is on the site. */
export interface ScriptDirectory {
  /** The names of its URL prefix: `["cgi-bin"]`. */
  readonly prefix: readonly string[];
  /** The same as {@linkcode isScriptPath} compares it. */
  readonly tidyPrefix: readonly string[];
  /** Its path, absolute and without symbolic links. */
  readonly root: string;
}

/** A program that a URL names. */
export interface ScriptPath {
  /** The file, absolute and without symbolic links. */
  readonly file: string;
  /** SCRIPT_NAME: the part of the path that names the program, decoded. */
  readonly scriptName: string;
  /** PATH_INFO: the rest of the path, decoded; empty or begins with "/". */
  readonly pathInfo: string;
}

/**
 * Resolves directories once, and puts longer prefixes before shorter ones.
 *
 * @param scripts The directories by URL prefix.
 * @returns The directories.
 * @throws {UsageError} If one is not a directory that can be read.
 */
export function openDirectories(
  scripts: Readonly<Record<string, string | URL>>,
): ScriptDirectory[] {
  const directories = Object.entries(scripts).map(([path, directory]) => {
    const prefix = path.split("/").filter((name) => name !== "");
    const root = openDirectory(directory, "run programs of");
    return { prefix, tidyPrefix: tidy(path), root };
  });
  return directories.sort((a, b) => b.prefix.length - a.prefix.length);
}

/**
 * Whether a path leads to programs, in any spelling.
 *
 * @param directories The directories of {@linkcode openDirectories}.
 * @param path The path of a request-target, percent-encoded.
 * @returns If true, the site must not get the request.
 */
export function isScriptPath(
  directories: readonly ScriptDirectory[],
  path: string,
): boolean {
  const tidyPath = tidy(decodeLeniently(path));
  return directories.some(({ tidyPrefix }) => startsWith(tidyPath, tidyPrefix));
}

/**
 * Finds the program that a path names: the first regular file on the way.
 *
 * @param directories The directories of {@linkcode openDirectories}.
 * @param path A path for which {@linkcode isScriptPath} is true.
 * @returns The program.
 * @throws {HttpError} 400 if the path is malformed, 404 if it names no program,
 * 403 if what it names may not be run.
 */
export function findScript(
  directories: readonly ScriptDirectory[],
  path: string,
): ScriptPath {
  const names = path.slice(1).split("/").map(decodeStep);
  const directory = directories.find(({ prefix }) => startsWith(names, prefix));
  if (directory === undefined) throw notFound();
  try {
    return walk(directory, names);
  } catch (error) {
    throw toHttpError(error);
  }
}

/** Follows the names below the prefix to the first that is not a directory. */
function walk(
  { prefix, root }: ScriptDirectory,
  names: string[],
): ScriptPath {
  for (let end = prefix.length + 1; end <= names.length; end++) {
    if (!isServedName(names[end - 1])) throw notFound();
    const found = findFile(root, names.slice(prefix.length, end));
    if (found.isDirectory) continue;
    const { mode } = Deno.statSync(found.path);
    // Windows has no such bits: there the name of a file decides.
    if (mode !== null && (mode & 0o111) === 0) throw permissionDenied();
    return {
      file: found.path,
      scriptName: ["", ...names.slice(0, end)].join("/"),
      pathInfo: names.slice(end).map((name) => `/${name}`).join(""),
    };
  }
  throw notFound();
}

/**
 * Decodes one name. A decoded slash would look like one that separates names,
 * also to the program, so a server may refuse it. RFC 3875 section 4.1.5.
 */
function decodeStep(name: string): string {
  const decoded = decodeName(name);
  if (decoded.includes("/") || decoded === "." || decoded === "..") {
    throw notFound();
  }
  return decoded;
}

function decodeLeniently(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The names of a path as the most tolerant file system would read it: on some,
 * "//CGI-BIN\post.ts" is the program. If the site got such a path, and the
 * programs were inside its own directory, it would send their source.
 */
function tidy(path: string): string[] {
  const names: string[] = [];
  for (const name of path.toLowerCase().split(/[/\\]/)) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names;
}

function startsWith(
  names: readonly string[],
  prefix: readonly string[],
): boolean {
  return prefix.every((name, index) => names[index] === name);
}
