/**
 * The record of one connection: what travelled in both directions, what the
 * server did, and what its CGI programs said.
 *
 * @module
 */

import { Exchanges } from "./grammar/exchanges.ts";
import { MessageParser } from "./grammar/message_parser.ts";
import type { StreamParser } from "./grammar/part.ts";
import { PlainTextParser } from "./grammar/plain_text.ts";
import { REQUEST, RESPONSE } from "./grammar/roles.ts";
import type { Report } from "./preload/report.ts";
import type { Direction } from "./relay.ts";
import { ServerCalls } from "./server_calls.ts";
import { StreamRecord } from "./stream_record.ts";
import type { LaneEvent, LaneInfo, StreamEnd, Update } from "./updates.ts";

/** How the bytes of a connection are read. */
export type Protocol = "http" | "text";

/** How many events of one connection are kept. */
const MAX_EVENTS = 2000;

/** One connection. */
export class Lane {
  /** When it was opened, in ms since 1970. */
  readonly openedAt: number;
  /** Its number, from 1. */
  readonly id: number;
  /** The client's port. */
  readonly clientPort: number;
  /** Both directions, then the pipes of scripts. */
  readonly streams: StreamRecord[] = [];
  readonly #events: LaneEvent[] = [];
  readonly #calls = new ServerCalls();
  readonly #changedEvents = new Set<number>();
  readonly #changedStreams = new Set<number>();
  #origin: string | undefined;
  #isChanged = true;
  #isClosed = false;
  #isWatched = false;
  #omitted = 0;

  /**
   * A connection that has been accepted by the relay.
   *
   * @param place Its number, the client's port, and what opened it.
   * @param protocol How its bytes are read.
   * @param openedAt The time, in ms since 1970.
   */
  constructor(
    place: Pick<LaneInfo, "id" | "clientPort" | "origin">,
    protocol: Protocol,
    openedAt: number,
  ) {
    this.id = place.id;
    this.clientPort = place.clientPort;
    this.#origin = place.origin;
    this.openedAt = openedAt;
    const exchanges = new Exchanges();
    const isText = protocol === "text";
    this.addStream(
      "request",
      isText ? new PlainTextParser() : new MessageParser(REQUEST, exchanges),
    );
    this.addStream(
      "response",
      isText ? new PlainTextParser() : new MessageParser(RESPONSE, exchanges),
    );
  }

  /** What opened it, where the lab did. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Whether both directions are closed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How much memory its bytes take. */
  get keptBytes(): number {
    return this.streams.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
  }

  /** What happened, in order. */
  get events(): readonly LaneEvent[] {
    return this.#events;
  }

  /**
   * Says what has opened it.
   *
   * @param origin The opener.
   */
  name(origin: string): void {
    this.#origin = origin;
    this.#isChanged = true;
  }

  /**
   * Adds a direction.
   *
   * @param name What it is.
   * @param parser Labels its bytes.
   * @returns Its index.
   */
  addStream(name: string, parser: StreamParser): number {
    const index = this.streams.length;
    this.streams.push(new StreamRecord({ index, name }, parser));
    this.#changedStreams.add(index);
    return index;
  }

  /**
   * Records bytes.
   *
   * @param stream The direction, or the index of a pipe.
   * @param bytes What travelled.
   * @param time When, in ms since 1970.
   */
  addBytes(stream: Direction | number, bytes: Uint8Array, time: number): void {
    const index = indexOf(stream);
    const record = this.streams[index];
    const { total: start } = record;
    record.add(bytes);
    this.#changedStreams.add(index);
    const at = time - this.openedAt;
    const size = bytes.length;
    this.#add({ type: "bytes", at, stream: index, start, size });
  }

  /**
   * Records the end of a direction.
   *
   * @param stream The direction, or the index of a pipe.
   * @param how How it has ended.
   * @param time When, in ms since 1970.
   */
  addEnd(stream: Direction | number, how: StreamEnd, time: number): void {
    const index = indexOf(stream);
    this.streams[index].end(how === "reset");
    this.#changedStreams.add(index);
    const at = time - this.openedAt;
    this.#add({ type: "end", at, stream: index, how });
  }

  /**
   * Records that a CGI program was started, or has ended.
   *
   * @param name The program.
   * @param what What happened to it.
   * @param time When, in ms since 1970.
   */
  addScriptEvent(name: string, what: string, time: number): void {
    this.#add({ type: "script", at: time - this.openedAt, name, what });
  }

  /** Records that both directions are closed. */
  close(): void {
    this.#isClosed = true;
    this.#isChanged = true;
  }

  /**
   * Records what the server does.
   *
   * @param report A report about this connection.
   */
  report(report: Report): void {
    if (report.type === "accepted") {
      this.#isWatched = true;
      this.#isChanged = true;
    } else if (report.type === "call") {
      const index = this.#add(this.#calls.begin(report, this.openedAt));
      if (index !== undefined) this.#calls.remember(report.id, index);
    } else if (report.type === "returned") {
      const index = this.#calls.finish(report, this.#events, this);
      if (index !== undefined) this.#changedEvents.add(index);
    }
  }

  /**
   * Tells what the page does not know yet.
   *
   * @param all Whether the page knows nothing of this connection.
   * @returns The updates.
   */
  news(all: boolean): Update[] {
    const lane = this.id;
    const updates: Update[] = [];
    if (all || this.#isChanged) {
      updates.push({ type: "lane", lane: this.#info() });
    }
    for (const record of this.streams) {
      const isNew = all ||
        this.#changedStreams.has(this.streams.indexOf(record));
      if (isNew) updates.push(...record.news(lane, all));
    }
    const indexes = all ? this.#events.keys() : this.#changedEvents;
    for (const index of indexes) {
      updates.push({ type: "event", lane, index, event: this.#events[index] });
    }
    this.#isChanged = false;
    this.#changedEvents.clear();
    this.#changedStreams.clear();
    return updates;
  }

  #info(): LaneInfo {
    return {
      id: this.id,
      openedAt: this.openedAt,
      clientPort: this.clientPort,
      origin: this.#origin,
      isClosed: this.#isClosed,
      isWatched: this.#isWatched,
      omitted: this.#omitted,
    };
  }

  #add(event: LaneEvent): number | undefined {
    if (this.#events.length >= MAX_EVENTS) {
      this.#omitted++;
      this.#isChanged = true;
      return undefined;
    }
    const index = this.#events.push(event) - 1;
    this.#changedEvents.add(index);
    return index;
  }
}

function indexOf(stream: Direction | number): number {
  if (typeof stream === "number") return stream;
  return stream === "request" ? 0 : 1;
}
