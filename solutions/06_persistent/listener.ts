/**
 * Accepts connections until the server stops, and then lets each of them finish
 * its request.
 *
 * @module
 */

import type { Server } from "../01_tcp.ts";
import { isDisconnect } from "../01_tcp/disconnect.ts";
import { writeAll } from "../01_tcp/write_all.ts";
import type { ResolvedOptions } from "../02_http/options.ts";
import { encodeHead } from "../02_http/response.ts";
import type { HttpHandler } from "../02_http/types.ts";
import { startTimer } from "../02_http/wait_budget.ts";
import { Connection } from "./connection.ts";

/** How long the accept loop rests after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 50;

/** Most refused clients that are drained at the same time: a flood of them must
 * not cost more than serving them would. */
const MAX_DRAINED_REFUSALS = 64;

/**
 * Listens, and serves every connection.
 *
 * @param options Where to listen, and the limits.
 * @param handler Answers the requests.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function listen(options: ResolvedOptions, handler: HttpHandler): Server {
  const { hostname, port, reusePort, maxConnections, log } = options;
  const listener = Deno.listen({ hostname, port, reusePort });
  const open = new Map<Connection, Promise<void>>();
  const refusals = new Set<Promise<void>>();
  let stopping: Promise<void> | undefined;

  function add(tcp: Deno.TcpConn): void {
    if (open.size >= maxConnections) {
      const isDrained = refusals.size < MAX_DRAINED_REFUSALS;
      const refusal = refuse(tcp, options.lingerMs, isDrained)
        .finally(() => refusals.delete(refusal));
      refusals.add(refusal);
      return;
    }
    try {
      // Otherwise the kernel holds a small chunk back until the one before it
      // has been acknowledged.
      tcp.setNoDelay();
    } catch {
      // The client has reset the connection while it was in the queue.
      return tcp.close();
    }
    const connection = new Connection(tcp, options, handler);
    const serving = connection.serve().finally(() => open.delete(connection));
    open.set(connection, serving);
  }

  async function acceptConnections(): Promise<void> {
    while (!stopping) {
      try {
        const tcp = await listener.accept();
        // It may have been accepted just before the server stopped.
        if (stopping) tcp.close();
        else add(tcp);
      } catch (error) {
        if (stopping) break;
        // This client has left the queue already: the next one waits.
        if (isDisconnect(error)) continue;
        // Perhaps no file descriptor is free: a later accept may do better.
        log(`Cannot accept a connection: ${error}`);
        await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
    await stopping;
  }

  async function stop(): Promise<void> {
    listener.close();
    for (const connection of open.keys()) connection.stop();
    const timer = startTimer(options.shutdownGraceMs, () => {
      for (const connection of open.keys()) connection.cut();
    });
    await Promise.all([...open.values(), ...refusals]);
    clearTimeout(timer);
  }

  const finished = acceptConnections();

  function shutdown(): Promise<void> {
    stopping ??= stop();
    return finished;
  }

  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    shutdown,
    [Symbol.asyncDispose]: shutdown,
  };
}

/** Tells a client that there are too many connections, and closes its own. */
async function refuse(
  tcp: Deno.TcpConn,
  lingerMs: number,
  isDrained: boolean,
): Promise<void> {
  const timer = startTimer(lingerMs, () => tcp.close());
  try {
    const head = encodeHead(503, [
      ["Retry-After", "1"],
      ["Content-Length", "0"],
      ["Connection", "close"],
    ]);
    await writeAll(tcp, head);
    await tcp.closeWrite();
    const buffer = new Uint8Array(1024);
    while (isDrained && await tcp.read(buffer) !== null);
  } catch {
    // The client has gone, or lingerMs have passed.
  } finally {
    clearTimeout(timer);
    tcp[Symbol.dispose]();
  }
}
