/**
 * @wrong Reads on after the end of file.
 * @rejectedBy task 9 · what the client still sends is read, then the server closes
 * @saying the loop does not end when read() returns null
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
    const buffer = new Uint8Array(1024);
    while (await connection.read(buffer) !== 0);
  });
}
