/**
 * @wrong Waits before it closes, but does not read while it waits.
 * @rejectedBy task 9 · what the client still sends is read, then the server closes
 * @saying the server does not read after its answer
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
    await connection.closeWrite();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    connection.close();
  });
}
