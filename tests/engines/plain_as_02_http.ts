/**
 * The plain engine under the name of stage 02: an import map that leads
 * `02_http.ts` here puts it under everything that was written for that stage.
 *
 * @module
 */

import { runProgram } from "../../solutions/01_tcp/program.ts";
import { serveHttp as servePlain } from "../../solutions/06_persistent.ts";
import {
  cutAtShutdown,
  serveFormOn,
  type ServeHttp,
  type ServeHttpOptions,
  type Server,
} from "./as_02_http.ts";

export * from "./as_02_http.ts";

/** The plain engine; its shutdown cuts what is open, as that of stage 02. */
export const serveHttp: ServeHttp = cutAtShutdown(servePlain);

/** Serves the page with the form. */
export const serve: (options?: ServeHttpOptions) => Server = serveFormOn(
  serveHttp,
);

if (import.meta.main) {
  await runProgram({}, serve);
}
