/**
 * @wrong Closes the listener again in a second call of shutdown().
 * @rejectedBy task 11 · shutdown frees the port, and may be called twice
 * @saying it closes the listener again
 *
 * @module
 */

import type {
  ConnectionHandler,
  ServeOptions,
  Server,
} from "../../../solutions/01_tcp.ts";

export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  const { hostname = "127.0.0.1", port = 8000 } = options;
  const listener = Deno.listen({ hostname, port });
  const open = new Map<Deno.TcpConn, Promise<void>>();

  async function serveConnection(connection: Deno.TcpConn) {
    try {
      await onConnection(connection);
      connection.close();
    } catch {
      // The client has gone, or shutdown() has closed the connection.
    } finally {
      open.delete(connection);
    }
  }

  async function acceptConnections() {
    for await (const connection of listener) {
      open.set(connection, serveConnection(connection));
    }
    await Promise.all(open.values());
  }

  const finished = acceptConnections();
  function shutdown() {
    listener.close();
    for (const connection of open.keys()) connection.close();
    return finished;
  }
  const addr = listener.addr as Deno.NetAddr;
  return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}

export function serve(options: ServeOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    const count = await connection.read(new Uint8Array(1024));
    if (count === null) return;
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
