/**
 * The fast bridge under the name of stage 05. An import map that replaces
 * `05_framework.ts` with this module runs its suite on the fast bridge.
 *
 * @module
 */

import {
  serve as serveFast,
  type ServeFetchOptions,
} from "../../engine/bridge/serve.ts";
import { runProgram } from "../../solutions/01_tcp/program.ts";
import {
  type FetchHandler,
  type Server,
  site,
} from "../../solutions/05_framework.ts";

export * from "../../solutions/05_framework.ts";
export { toHttpHandler } from "../../engine/bridge/to_http_handler.ts";

/**
 * The fast `serve`. Its shutdown cuts open connections, as in stage 05.
 *
 * @param options Where to listen, the limits, and where to log.
 * @param handler Answers a request.
 * @returns The running server.
 */
export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  return serveFast({ shutdownGraceMs: 0, ...options }, handler);
}

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
