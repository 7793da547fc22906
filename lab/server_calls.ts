/**
 * The calls that a server makes on one connection: which bytes each of them
 * read or wrote, and what it left unread.
 *
 * @module
 */

import type { Report } from "./preload/report.ts";
import type { LaneEvent } from "./updates.ts";

/** A call of the server. */
export type CallEvent = Extract<LaneEvent, { type: "call" }>;

/** The call of a connection that is to be completed. */
export class ServerCalls {
  /** The open calls, by their number: where each is among the events. */
  readonly #open = new Map<number, number>();
  #read = 0;
  #written = 0;

  /**
   * Makes the event of a call that has begun.
   *
   * @param report The report of it.
   * @param openedAt When the connection was opened, in ms since 1970.
   * @returns The event.
   */
  begin(
    report: Extract<Report, { type: "call" }>,
    openedAt: number,
  ): CallEvent {
    const { name, at, asked, where } = report;
    return { type: "call", at: at - openedAt, name, asked, where };
  }

  /**
   * Remembers where the event of a call is kept.
   *
   * @param id The number of the call.
   * @param index The index of its event.
   */
  remember(id: number, index: number): void {
    this.#open.set(id, index);
  }

  /**
   * Completes the event of a call that has returned.
   *
   * @param report The report of it.
   * @param events The events of the connection.
   * @param lane When it was opened, and what has arrived.
   * @returns The index of the event; `undefined` if it is not kept.
   */
  finish(
    report: Extract<Report, { type: "returned" }>,
    events: readonly LaneEvent[],
    lane: { openedAt: number; streams: readonly { total: number }[] },
  ): number | undefined {
    const index = this.#open.get(report.id);
    this.#open.delete(report.id);
    if (index === undefined) return undefined;
    const event = events[index] as CallEvent;
    const { result } = report;
    event.returnedAt = report.at - lane.openedAt;
    event.result = result;
    if (event.name === "close") {
      event.unread = Math.max(lane.streams[0].total - this.#read, 0);
    } else if (typeof result === "number") this.#count(event, result);
    return index;
  }

  #count(event: CallEvent, count: number): void {
    if (event.name === "read") {
      event.start = this.#read;
      this.#read += count;
    } else {
      event.start = this.#written;
      this.#written += count;
    }
  }
}
