/**
 * @wrong Logs what a handler has thrown, but not where.
 * @rejectedBy task 14 · the log says what a handler has thrown
 * @saying log error.stack
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
  const { log = console.log } = options;
  return serveWell(options, async (connection) => {
    const { hostname, port } = connection.remoteAddr;
    try {
      await onConnection(connection);
    } catch (error) {
      log(`${hostname}:${port} failed: ${error}`);
      connection.close();
    }
  });
}
