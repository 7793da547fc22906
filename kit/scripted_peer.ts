/**
 * A small server that does exactly what a test tells it: the other side of a
 * client under test, and the misbehaving server on which the kit tries itself.
 *
 * @module
 */

import { within } from "./clock.ts";

/** A server that follows a script. */
export interface ScriptedPeer extends AsyncDisposable {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
}

/** How long a script may take to see that the test is over, in milliseconds. */
const END_MS = 200;

const listen = Deno.listen;

/**
 * Listens on a free port and runs the script for every connection; at the end
 * of the script the connection is closed.
 *
 * @param script What to do with a connection.
 * @returns The server; dispose of it, `await using`.
 */
export function scriptedPeer(
  script: (connection: Deno.TcpConn) => Promise<void>,
): ScriptedPeer {
  const listener = listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const running: Promise<void>[] = [];

  async function perform(connection: Deno.TcpConn): Promise<void> {
    open.add(connection);
    try {
      await script(connection);
    } catch {
      // The client has gone, or the test is over: both end the script.
    } finally {
      if (open.delete(connection)) connection.close();
    }
  }

  async function acceptConnections(): Promise<void> {
    for await (const connection of listener) running.push(perform(connection));
  }

  const accepting = acceptConnections();
  return {
    addr: listener.addr as Deno.NetAddr,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      open.clear();
      await accepting;
      await within(Promise.all(running), END_MS, undefined);
    },
  };
}
