/**
 * All connections of a server: no more than so many, none of them late, and an
 * end that lets each finish what it is at.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { encodeLatin1 } from "../02_http/syntax.ts";
import type { HttpHandler } from "../02_http/types.ts";
import { Clock } from "./clock.ts";
import { Connection } from "./connection.ts";
import type { Limits } from "./options.ts";

/** How many clients at a time are told that there are too many. */
const MAX_REFUSALS = 64;

/** How long such a client may take to read that, in milliseconds. */
const REFUSAL_MS = 500;

/** The connections of a server. */
export class ConnectionSet {
  readonly #limits: Limits;
  readonly #handler: HttpHandler;
  readonly #clock: Clock;
  readonly #open = new Map<Connection, Promise<void>>();
  readonly #refusals = new Set<Promise<void>>();

  /**
   * An empty set.
   *
   * @param limits The limits.
   * @param handler Answers the requests.
   */
  constructor(limits: Limits, handler: HttpHandler) {
    this.#limits = limits;
    this.#handler = handler;
    const { idleTimeoutMs, sendTimeoutMs, lingerMs } = limits;
    const shortestMs = Math.min(idleTimeoutMs, sendTimeoutMs, lingerMs);
    this.#clock = new Clock(shortestMs, () => {
      for (const connection of this.#open.keys()) connection.checkDeadline();
    });
  }

  /**
   * Takes in a connection that has been accepted, and serves it.
   *
   * @param tcp The connection.
   */
  add(tcp: Deno.TcpConn): void {
    if (this.#open.size >= this.#limits.maxConnections) {
      return this.#refuse(tcp);
    }
    // An answer shall leave when it is written, and not when the one before it
    // has arrived.
    tcp.setNoDelay();
    const connection = new Connection(tcp, {
      limits: this.#limits,
      clock: this.#clock,
      handler: this.#handler,
    });
    const served = connection.serve()
      .finally(() => this.#open.delete(connection));
    this.#open.set(connection, served);
  }

  /** Ends all connections: idle ones now, the others after their answer. */
  async end(): Promise<void> {
    for (const connection of this.#open.keys()) connection.stop();
    const timer = setTimeout(() => {
      for (const connection of this.#open.keys()) connection.cut(undefined);
    }, this.#limits.shutdownGraceMs);
    await Promise.all([...this.#open.values(), ...this.#refusals]);
    clearTimeout(timer);
    this.#clock.stop();
  }

  #refuse(tcp: Deno.TcpConn): void {
    // In a flood of connections even to refuse costs more than we have.
    if (this.#refusals.size >= MAX_REFUSALS) return tcp.close();
    const refusal = sendRefusal(tcp, this.#clock)
      .finally(() => this.#refusals.delete(refusal));
    this.#refusals.add(refusal);
  }
}

async function sendRefusal(tcp: Deno.TcpConn, clock: Clock): Promise<void> {
  const timer = setTimeout(() => tcp.close(), REFUSAL_MS);
  try {
    const answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n" +
      "Content-Length: 0\r\nConnection: close\r\n";
    await writeAll(tcp, encodeLatin1(answer));
    await writeAll(tcp, clock.dateLine);
    await tcp.closeWrite();
    const buffer = new Uint8Array(1024);
    while (await tcp.read(buffer) !== null);
    tcp.close();
  } catch {
    // The client has gone, or its time is over.
  } finally {
    clearTimeout(timer);
  }
}
