/**
 * A server with programs, for the tests. It is given: there is nothing to write
 * here.
 *
 * @module
 */

import { type ServerUnderTest, start, type TempDir } from "../../kit/mod.ts";
import { serve } from "./server.ts";

/**
 * Starts a server that runs the programs of a directory.
 *
 * @param directory The directory; it is found below `/cgi-bin`.
 * @returns The server; dispose of it, `await using`.
 */
export function startWith(directory: TempDir): Promise<ServerUnderTest> {
  return start(serve, { scripts: { "/cgi-bin": directory.path } });
}
