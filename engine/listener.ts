/**
 * Accepts connections until it is told to stop.
 *
 * @module
 */

import type { Server } from "../solutions/01_tcp.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { ConnectionSet } from "./connection_set.ts";
import type { Limits } from "./options.ts";

/** How long the accept loop rests after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 50;

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
  const connections = new ConnectionSet(limits, handler);
  let ended: Promise<void> | undefined;

  async function acceptConnections(): Promise<void> {
    while (ended === undefined) {
      try {
        const tcp = await listener.accept();
        // It may have come in the same instant as the end.
        if (ended !== undefined) tcp.close();
        else connections.add(tcp);
      } catch (error) {
        if (ended !== undefined) break;
        // A client that has left the queue already: the next one waits.
        if (error instanceof Deno.errors.ConnectionAborted) continue;
        // No file descriptor to spare, say: a later accept may do better.
        tell(log, `Cannot accept a connection: ${error}`);
        await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
    await ended;
  }

  const finished = acceptConnections();

  function shutdown(): Promise<void> {
    if (ended === undefined) {
      listener.close();
      ended = connections.end();
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

/** A log that fails must not end the server. */
function tell(log: Limits["log"], line: string): void {
  try {
    log(line);
  } catch {
    // Nobody is left who could be told.
  }
}
