/**
 * The accept loop: takes in connections until the server shuts down.
 *
 * @module
 */

import type { Server } from "../solutions/01_tcp.ts";
import { isDisconnect } from "../solutions/01_tcp/disconnect.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { ConnectionSet } from "./connection_set.ts";
import type { ResolvedOptions } from "./options.ts";

/** How long the accept loop pauses after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 50;

/**
 * Listens, and serves every connection.
 *
 * @param options Where to listen, and the limits.
 * @param handler Answers the requests.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 */
export function listen(options: ResolvedOptions, handler: HttpHandler): Server {
  const { hostname, port, reusePort, log } = options;
  const listener = Deno.listen({ hostname, port, reusePort });
  const connections = new ConnectionSet(options, handler);
  let ended: Promise<void> | undefined;

  async function acceptConnections(): Promise<void> {
    while (ended === undefined) {
      try {
        const tcp = await listener.accept();
        // The connection may arrive at the same moment as the shutdown.
        if (ended !== undefined) tcp.close();
        else connections.add(tcp);
      } catch (error) {
        if (ended !== undefined) break;
        // The client left the queue before it was accepted.
        if (isDisconnect(error)) continue;
        // For example, no file descriptor is free. That may change, so try again.
        log(`Cannot accept a connection: ${error}`);
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
