/**
 * The calls that a server has made on its newest connections, in short, for the
 * comparison of servers.
 *
 * @module
 */

import type { Report } from "./preload/report.ts";

/** How many connections are remembered, and how many calls of each. */
const MAX_PORTS = 100;
const MAX_CALLS = 100;

/** Remembers calls. */
export class CallLog {
  readonly #byPort = new Map<number, string[]>();
  readonly #open = new Map<number, { calls: string[]; name: string }>();

  /**
   * Takes a report of the server's process.
   *
   * @param report The report.
   */
  take(report: Report): void {
    if (report.type === "accepted") this.#begin(report.port);
    else if (report.type === "call") {
      const calls = this.#byPort.get(report.port);
      if (calls) this.#open.set(report.id, { calls, name: report.name });
    } else if (report.type === "returned") {
      const { calls, name } = this.#open.get(report.id) ?? {};
      this.#open.delete(report.id);
      if (calls === undefined || calls.length >= MAX_CALLS) return;
      const { result } = report;
      if (typeof result === "number") calls.push(`${name} ${result}`);
      else if (result === null) calls.push(`${name}`);
    }
  }

  /**
   * Gives the calls on a connection.
   *
   * @param port The client's port.
   * @returns The calls that have returned: "read 35", "closeWrite"; `undefined`
   * if the server is not watched.
   */
  of(port: number): readonly string[] | undefined {
    return this.#byPort.get(port);
  }

  #begin(port: number): void {
    this.#byPort.delete(port);
    this.#byPort.set(port, []);
    const [oldest] = this.#byPort.keys();
    if (this.#byPort.size > MAX_PORTS) this.#byPort.delete(oldest);
  }
}
