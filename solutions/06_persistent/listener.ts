/**
 * Accepts connections, no more than so many at a time, and ends them in peace.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import type { Server } from "../01_tcp.ts";
import { encodeLatin1 } from "../02_http/syntax.ts";
import type { HttpHandler } from "../02_http/types.ts";
import { Connection } from "./connection.ts";
import type { Limits } from "./options.ts";

/** How long the accept loop rests after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 50;

const TOO_MANY = encodeLatin1(
  "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n" +
    "Content-Length: 0\r\nConnection: close\r\n\r\n",
);

/**
 * Listens, and serves every connection.
 *
 * @param limits Where to listen, and the limits.
 * @param handler Answers the requests.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function listen(limits: Limits, handler: HttpHandler): Server {
  const { hostname, port, reusePort, log } = limits;
  const listener = Deno.listen({ hostname, port, reusePort });
  const open = new Map<Connection, Promise<void>>();
  let stopping = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function serveConnection(connection: Connection): Promise<void> {
    await connection.serve();
    open.delete(connection);
  }

  async function acceptConnections(): Promise<void> {
    while (!stopping) {
      try {
        const tcp = await listener.accept();
        if (open.size >= limits.maxConnections) {
          refuse(tcp);
          continue;
        }
        tcp.setNoDelay();
        const connection = new Connection(tcp, handler, limits);
        open.set(connection, serveConnection(connection));
      } catch (error) {
        if (stopping) break;
        if (error instanceof Deno.errors.ConnectionAborted) continue;
        log(`Cannot accept a connection: ${error}`);
        await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
    await Promise.all(open.values());
    clearTimeout(timer);
  }

  const finished = acceptConnections();

  function shutdown(): Promise<void> {
    if (!stopping) {
      stopping = true;
      listener.close();
      for (const connection of open.keys()) connection.stop();
      const cutAll = () => {
        for (const connection of open.keys()) connection.cut(undefined);
      };
      if (limits.shutdownGraceMs === 0) cutAll();
      else timer = setTimeout(cutAll, limits.shutdownGraceMs);
    }
    return finished;
  }

  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    shutdown,
    [Symbol.asyncDispose]: shutdown,
  };
}

async function refuse(connection: Deno.TcpConn): Promise<void> {
  try {
    await writeAll(connection, TOO_MANY);
    await connection.closeWrite();
    await connection.read(new Uint8Array(4096));
  } catch {
    // It has gone.
  } finally {
    connection.close();
  }
}
