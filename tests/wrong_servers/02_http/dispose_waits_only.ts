/**
 * @wrong Gives "await using" a function that stops nothing.
 * @rejectedBy task 21 · the end of await using aborts the signals, too
 * @saying shutdown() has not ended
 *
 * @module
 */

import {
  serveHttp as serveWell,
  type Server,
} from "../../../solutions/02_http.ts";

export * from "../../../solutions/02_http.ts";

export function serveHttp(...args: Parameters<typeof serveWell>): Server {
  const server = serveWell(...args);
  return { ...server, [Symbol.asyncDispose]: () => server.finished };
}
