/**
 * @wrong Closes the connection right after the answer, input unread.
 * @rejectedBy task 9 · a handler that never reads still gets its answer through
 * @saying the server closed while the client was sending
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
  return serveWell(options, async (connection) => {
    await onConnection(connection);
    connection.close();
  });
}
