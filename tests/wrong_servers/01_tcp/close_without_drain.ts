/**
 * @wrong Closes the connection right after the answer, input unread.
 * @rejectedBy task 9 · the client reads the end of file, and may still send
 * @saying the connection is closed while the client still sends
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
