/**
 * @wrong Closes only the listener at shutdown, and waits for the clients.
 * @rejectedBy task 11 · shutdown ends the connections that are open
 * @saying keep a Map of the open connections
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
  const tasks: Promise<void>[] = [];

  async function serveConnection(connection: Deno.TcpConn) {
    try {
      await onConnection(connection);
    } finally {
      connection.close();
    }
  }
  async function acceptConnections() {
    for await (const connection of listener) {
      tasks.push(serveConnection(connection).catch(() => {}));
    }
    await Promise.all(tasks);
  }

  const finished = acceptConnections();
  function shutdown() {
    listener.close();
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
