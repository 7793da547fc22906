/**
 * Where the guestbook is kept. This file is given: there is nothing to write here.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { UsageError } from "../01_tcp/program.ts";

/** The environment variable that names another file. */
export const DATABASE_VARIABLE = "GUESTBOOK_DATABASE";

/**
 * Finds the file of the guestbook: the given one, or else the one named by
 * `GUESTBOOK_DATABASE`, or else one in the user's data directory, which is created
 * if it is missing.
 *
 * @param path The given file.
 * @returns Its absolute path.
 * @throws {UsageError} If there cannot be a database at that path.
 */
export function databasePath(path?: string): string {
  const named = path ?? Deno.env.get(DATABASE_VARIABLE);
  if (named === undefined) return userDatabase();
  // A CGI program has another working directory than the server.
  const absolute = resolve(named);
  if (isDirectory(absolute) || !isDirectory(dirname(absolute))) {
    throw new UsageError(
      `Cannot keep the guestbook in "${named}": expected a file in a directory that exists`,
    );
  }
  return absolute;
}

/**
 * The server and a CGI program must find the same file. Of the variables that
 * name a directory for data, a program gets only these.
 */
function userDatabase(): string {
  const [variable, data] = Deno.build.os === "windows"
    ? ["LOCALAPPDATA", ""]
    : ["HOME", ".local/share/"];
  const home = Deno.env.get(variable);
  if (home === undefined) {
    throw new UsageError(
      `Cannot find a place for the guestbook: expected ${variable} or ${DATABASE_VARIABLE}`,
    );
  }
  const directory = `${home}/${data}http-from-sockets`;
  Deno.mkdirSync(directory, { recursive: true });
  return `${directory}/guestbook.db`;
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
