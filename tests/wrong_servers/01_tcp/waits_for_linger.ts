/**
 * @wrong Closes after lingerMs, even if the client has ended.
 * @rejectedBy task 10 · a client that ends is closed at once
 * @saying the server waits for lingerMs in any case
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
    const over = Promise.withResolvers<void>();
    const timer = setTimeout(over.resolve, options.lingerMs ?? 1000);
    while (await connection.read(buffer) !== null);
    await over.promise;
    clearTimeout(timer);
  });
}
