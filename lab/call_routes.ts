/**
 * Finds the connection that a report of the server's process is about: the
 * server names it by the port of its client, which is the relay.
 *
 * @module
 */

import type { Lane } from "./lane.ts";
import type { Report } from "./preload/report.ts";

/**
 * How many reports about unknown connections may wait. Those of the comparison,
 * which goes past the relay, are never asked for.
 */
const MAX_EARLY = 500;

/** The connections, by port and by open call. */
export class CallRoutes {
  readonly #byPort = new Map<number, Lane>();
  readonly #byCall = new Map<number, Lane>();
  #early: Report[] = [];

  /**
   * Learns the port of a connection.
   *
   * @param lane The connection.
   * @param port The client's port, as the server sees it.
   * @returns The reports that came before; the server may have been faster than
   * the relay's own event.
   */
  connect(lane: Lane, port: number): Report[] {
    this.#byPort.set(port, lane);
    const early = this.#early;
    this.#early = [];
    return early;
  }

  /**
   * Finds the connection of a report.
   *
   * @param report The report.
   * @returns The connection; `undefined` if it is not known, or not yet.
   */
  find(report: Report): Lane | undefined {
    if (report.type === "returned") {
      const lane = this.#byCall.get(report.id);
      this.#byCall.delete(report.id);
      return lane;
    }
    if (report.type !== "accepted" && report.type !== "call") return undefined;
    const lane = this.#byPort.get(report.port);
    if (lane === undefined && this.#early.push(report) > MAX_EARLY) {
      this.#early.shift();
    }
    if (lane && report.type === "call") this.#byCall.set(report.id, lane);
    return lane;
  }

  /**
   * Forgets a connection.
   *
   * @param lane The connection.
   */
  forget(lane: Lane): void {
    for (const map of [this.#byPort, this.#byCall]) {
      for (const [key, other] of map) if (other === lane) map.delete(key);
    }
  }
}
