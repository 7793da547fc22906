/**
 * @wrong Serves its clients one after the other.
 * @rejectedBy task 5 · a second client is served while the first says nothing
 * @saying the accept loop awaits onConnection
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
  const open = new Set<Deno.TcpConn>();

  async function acceptConnections() {
    for await (const connection of listener) {
      open.add(connection);
      try {
        await onConnection(connection);
        connection.close();
      } catch {
        // The client has gone.
      }
      open.delete(connection);
    }
  }

  const finished = acceptConnections();
  function shutdown() {
    listener.close();
    for (const connection of open) connection.close();
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
