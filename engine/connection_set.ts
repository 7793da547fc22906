/**
 * All connections of a server: it limits their number, cuts slow clients, and at
 * the end lets every connection finish its answer.
 *
 * @module
 */

import { writeAll } from "../solutions/01_tcp/write_all.ts";
import { startTimer } from "../solutions/02_http/wait_budget.ts";
import type { Bytes, HttpHandler } from "../solutions/02_http/types.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { OutputBuffer } from "./io/output_buffer.ts";
import type { ResolvedOptions } from "./options.ts";
import { createContext, type ServerContext } from "./server_context.ts";

/**
 * How many refused clients are waited for at the same time, so that they can
 * read the 503. In a flood of clients, more waiting would cost too much.
 */
const MAX_REFUSALS = 64;

/** The connections of a server. */
export class ConnectionSet {
  readonly #options: ConnectionOptions;
  readonly #open = new Set<Connection>();
  #onEmpty: (() => void) | undefined;
  readonly #refusals = new Set<Promise<void>>();

  /**
   * An empty set.
   *
   * @param options The options of the server.
   * @param handler Answers the requests.
   */
  constructor(options: ResolvedOptions, handler: HttpHandler) {
    const context = createContext(options, handler, () => {
      for (const connection of this.#open) connection.onTick();
    });
    const onEnd = (connection: Connection) => this.#forget(connection);
    this.#options = { context, onEnd };
  }

  /**
   * Takes in a connection that has been accepted, and serves it.
   *
   * @param tcp The connection.
   */
  add(tcp: Deno.TcpConn): void {
    const { maxConnections } = this.#options.context.options;
    if (this.#open.size >= maxConnections) return this.#refuse(tcp);
    // Disable Nagle's algorithm: do not wait for the previous acknowledgement.
    try {
      tcp.setNoDelay();
    } catch {
      // The client reset the connection before it was accepted.
      return tcp.close();
    }
    const connection = new Connection(tcp, this.#options);
    this.#open.add(connection);
    connection.serve();
  }

  /** Ends idle connections now, and the others after their answer. */
  async end(): Promise<void> {
    const { clock, cancellations, options } = this.#options.context;
    for (const connection of this.#open) connection.stop();
    const timer = startTimer(options.shutdownGraceMs, () => {
      for (const connection of this.#open) connection.cut(undefined);
    });
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => this.#onEmpty = resolve);
    }
    await Promise.all(this.#refusals);
    clearTimeout(timer);
    await cancellations.settled(options.lingerMs);
    clock.stop();
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#open.size === 0) this.#onEmpty?.();
  }

  #refuse(tcp: Deno.TcpConn): void {
    const waits = this.#refusals.size < MAX_REFUSALS;
    const refusal = sendRefusal(tcp, this.#options.context, waits)
      .finally(() => this.#refusals.delete(refusal));
    this.#refusals.add(refusal);
  }
}

/** Answers 503, and perhaps waits until the client has read it. */
async function sendRefusal(
  tcp: Deno.TcpConn,
  context: ServerContext,
  waits: boolean,
): Promise<void> {
  const { lingerMs } = context.options;
  const timer = startTimer(lingerMs, () => tcp.close());
  try {
    await writeAll(tcp, encodeRefusal(context));
    await tcp.closeWrite();
    const buffer = new Uint8Array(1024);
    while (waits && await tcp.read(buffer) !== null);
  } catch {
    // The client is gone, or it took too long.
  } finally {
    clearTimeout(timer);
    tcp[Symbol.dispose]();
  }
}

function encodeRefusal({ heads, buffers, clock }: ServerContext): Bytes {
  const output = new OutputBuffer(buffers);
  heads.write(output, { status: 503, headers: { "Retry-After": "1" } }, {
    method: undefined,
    version: "1.1",
    keepAlive: false,
    dateLine: clock.dateLine,
  });
  // This answer does not leave with the others.
  clock.expireDate();
  const bytes = output.copyFrom(0);
  buffers.giveBack(output.detach());
  return bytes;
}
