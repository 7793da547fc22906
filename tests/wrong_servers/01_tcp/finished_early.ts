/**
 * @wrong Settles `finished` while a handler still runs.
 * @rejectedBy task 12 · finished settles when the last handler has ended
 * @saying has settled while a handler still runs
 *
 * @module
 */

import {
  type ConnectionHandler,
  serve,
  type ServeOptions,
  type Server,
  serveTcp as serveWell,
} from "../../../solutions/01_tcp.ts";

export { serve };

export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  const server = serveWell(options, onConnection);
  function shutdown() {
    server.shutdown();
    return Promise.resolve();
  }
  const finished = Promise.resolve();
  return { ...server, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}
