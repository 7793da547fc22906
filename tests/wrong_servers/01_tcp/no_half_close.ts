/**
 * @wrong Drains without a half-close: the client waits for the end.
 * @rejectedBy task 9 · the client reads the end of file, and may still send
 * @saying the server does not half-close
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
    const buffer = new Uint8Array(1024);
    while (await connection.read(buffer) !== null);
  });
}
