/**
 * @wrong Drains for as long as the client sends.
 * @rejectedBy task 10 · a client that never ends is closed after lingerMs
 * @saying the drain has no deadline
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
    while (await connection.read(buffer) !== null);
  });
}
