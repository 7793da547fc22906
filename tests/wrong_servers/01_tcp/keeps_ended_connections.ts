/**
 * @wrong Keeps every connection that it has ever served.
 * @rejectedBy task 11 · a connection that has ended is forgotten
 * @saying keeps every connection that it has ever served
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
  const served: Deno.TcpConn[] = [];
  const server = serveWell(options, (connection) => {
    served.push(connection);
    return onConnection(connection);
  });
  function shutdown(): Promise<void> {
    for (const connection of served.splice(0)) {
      try {
        connection.close();
      } catch {
        // It was closed long ago.
      }
    }
    return server.shutdown();
  }
  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}

export function serve(options: ServeOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    if (await connection.read(new Uint8Array(1024)) === null) return;
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
