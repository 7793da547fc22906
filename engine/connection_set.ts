/**
 * All connections of a server: no more than so many, none of them late, and an
 * end that lets each finish what it is at.
 *
 * @module
 */

import { writeAll } from "../solutions/01_tcp/write_all.ts";
import { startTimer } from "../solutions/02_http/wait_budget.ts";
import { encodeLatin1 } from "../solutions/02_http/syntax.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { Cancellations } from "./cancellations.ts";
import { Clock } from "./clock.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import type { Limits } from "./options.ts";
import { QuickHeadReader } from "./quick_head.ts";

/**
 * How many clients at a time are waited for when they have been told that there
 * are too many; in a flood of them even that costs more than we have.
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
   * @param limits The limits.
   * @param handler Answers the requests.
   */
  constructor(limits: Limits, handler: HttpHandler) {
    const { idleTimeoutMs, sendTimeoutMs, lingerMs } = limits;
    const shortestMs = Math.min(idleTimeoutMs, sendTimeoutMs, lingerMs);
    const clock = new Clock(shortestMs, () => {
      for (const connection of this.#open) connection.onTick();
    });
    const quick = new QuickHeadReader(limits);
    const cancellations = new Cancellations();
    const onEnd = (connection: Connection) => this.#forget(connection);
    this.#options = { limits, handler, clock, quick, cancellations, onEnd };
  }

  /**
   * Takes in a connection that has been accepted, and serves it.
   *
   * @param tcp The connection.
   */
  add(tcp: Deno.TcpConn): void {
    if (this.#open.size >= this.#options.limits.maxConnections) {
      return this.#refuse(tcp);
    }
    // An answer shall leave when it is written, and not when the one before it
    // has arrived.
    try {
      tcp.setNoDelay();
    } catch {
      // It has been reset while it waited to be accepted.
      return tcp.close();
    }
    const connection = new Connection(tcp, this.#options);
    this.#open.add(connection);
    connection.serve();
  }

  /** Ends all connections: idle ones now, the others after their answer. */
  async end(): Promise<void> {
    const { clock, cancellations, limits } = this.#options;
    for (const connection of this.#open) connection.stop();
    const timer = startTimer(limits.shutdownGraceMs, () => {
      for (const connection of this.#open) connection.cut(undefined);
    });
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => this.#onEmpty = resolve);
    }
    await Promise.all(this.#refusals);
    clearTimeout(timer);
    await cancellations.settled(limits.lingerMs);
    clock.stop();
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#open.size === 0) this.#onEmpty?.();
  }

  #refuse(tcp: Deno.TcpConn): void {
    const waits = this.#refusals.size < MAX_REFUSALS;
    const refusal = sendRefusal(tcp, this.#options, waits)
      .finally(() => this.#refusals.delete(refusal));
    this.#refusals.add(refusal);
  }
}

async function sendRefusal(
  tcp: Deno.TcpConn,
  { clock, limits }: ConnectionOptions,
  waits: boolean,
): Promise<void> {
  const timer = startTimer(limits.lingerMs, () => tcp.close());
  try {
    const answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n" +
      "Content-Length: 0\r\nConnection: close\r\n";
    await writeAll(tcp, encodeLatin1(answer));
    await writeAll(tcp, clock.dateLine);
    await tcp.closeWrite();
    const buffer = new Uint8Array(1024);
    while (waits && await tcp.read(buffer) !== null);
  } catch {
    // The client has gone, or its time is over.
  } finally {
    clearTimeout(timer);
    tcp[Symbol.dispose]();
  }
}
