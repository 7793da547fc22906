/**
 * @wrong Logs the errors that its own shutdown causes.
 * @rejectedBy task 14 · shutdown logs nothing
 * @saying do not log those errors
 *
 * @module
 */

import {
  type ConnectionHandler,
  type ServeOptions,
  type Server,
  serveTcp as serveWell,
} from "../../../solutions/01_tcp.ts";

export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  const { log = console.log } = options;
  return serveWell(options, async (connection) => {
    try {
      await onConnection(connection);
    } catch (error) {
      log(`failed: ${error}`);
    }
  });
}

export function serve(options: ServeOptions = {}): Server {
  const { log = console.log } = options;
  return serveTcp(options, async (connection) => {
    const { hostname, port } = connection.remoteAddr;
    if (await connection.read(new Uint8Array(1024)) === null) return;
    log(`${hostname}:${port}`);
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
