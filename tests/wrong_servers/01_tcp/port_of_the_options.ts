/**
 * @wrong Says that it listens on the port of its options.
 * @rejectedBy task 1 · a client that says something reads Yes
 * @saying addr is made of the options
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
  const { hostname = "127.0.0.1", port = 8000 } = options;
  const server = serveWell(options, onConnection);
  return { ...server, addr: { transport: "tcp", hostname, port } };
}

export function serve(options: ServeOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    await connection.read(new Uint8Array(1024));
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
