/**
 * A small server that follows the script of a test: the other side of a client
 * under test, and the misbehaving server on which the kit is tested.
 *
 * @module
 */

import { within } from "./clock.ts";
import { currentRun } from "./task_run.ts";
import { Transcript } from "./transcript.ts";

/** A server that follows a script. */
export interface ScriptedPeer extends AsyncDisposable {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
}

/** How long a script may take to notice the end of the test, in milliseconds. */
const END_MS = 200;

const listen = Deno.listen;

/**
 * Listens on a free port and runs the script for every connection; at the end
 * of the script the connection is closed.
 *
 * @param script Serves one connection.
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
    const transcript = record(connection);
    try {
      await script(connection);
    } catch {
      // The client has gone, or the test has ended: both end the script.
    } finally {
      transcript.remark("received", "the server closed the connection");
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

/** Records the bytes of a connection as its client sees them. */
function record(connection: Deno.TcpConn): Transcript {
  const transcript = new Transcript();
  const run = currentRun();
  const { read, write } = connection;
  connection.read = async (buffer) => {
    const count = await read.call(connection, buffer);
    if (run) run.lastUsed = transcript;
    if (count === null) transcript.remark("sent", "end of file");
    else transcript.add("sent", buffer.subarray(0, count));
    return count;
  };
  connection.write = (bytes) => {
    if (run) run.lastUsed = transcript;
    transcript.add("received", bytes);
    return write.call(connection, bytes);
  };
  return transcript;
}
