/**
 * Keeps the newest connections, within a limit of memory, and tells the pages
 * what is new.
 *
 * @module
 */

import { Lane, type Protocol } from "./lane.ts";
import type { Report } from "./preload/report.ts";
import type { Tap } from "./relay.ts";
import { ScriptWatch } from "./script_watch.ts";
import type { Update } from "./updates.ts";

/** Takes what is new, several updates at a time. */
export type UpdateListener = (updates: readonly Update[]) => void;

/** How many connections are kept, and how many bytes of them altogether. */
const MAX_LANES = 200;
const MAX_BYTES = 32 << 20;

/** How many lines of the server's output are kept. */
const MAX_LOG = 500;

/** How long news is collected before it is told, in milliseconds. */
const COLLECT_MS = 40;

/** How many reports about unknown connections may wait. */
const MAX_EARLY = 1000;

/** The memory of the lab. */
export class Recorder {
  readonly #protocol: Protocol;
  readonly #lanes = new Map<number, Lane>();
  readonly #byPort = new Map<number, Lane>();
  readonly #callPorts = new Map<number, number>();
  readonly #origins = new Map<number, string>();
  readonly #listeners = new Set<UpdateListener>();
  readonly #changed = new Set<Lane>();
  readonly #scripts = new ScriptWatch();
  readonly #log: Update[] = [];
  #server: Update = { type: "server", state: "starting", detail: "" };
  #early: Report[] = [];
  #news: Update[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /**
   * Begins without any connection.
   *
   * @param protocol How the bytes of a connection are read.
   */
  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  /** The connections that are kept, oldest first. */
  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  /**
   * Names the opener of a connection that the relay has not accepted yet, or
   * just has.
   *
   * @param clientPort The client's port.
   * @param origin The opener.
   */
  expect(clientPort: number, origin: string): void {
    const lane = this.lanes.findLast((lane) => lane.clientPort === clientPort);
    if (lane === undefined || lane.origin !== undefined) {
      this.#origins.set(clientPort, origin);
    } else {
      lane.name(origin);
      this.#touch(lane);
    }
  }

  /**
   * Makes the tap for a connection.
   *
   * @param clientPort The client's port.
   * @returns What the relay tells.
   */
  tap(clientPort: number): Tap {
    const place = {
      id: ++this.#lastId,
      clientPort,
      origin: this.#origins.get(clientPort),
    };
    this.#origins.delete(clientPort);
    const lane = new Lane(place, this.#protocol, now());
    this.#lanes.set(lane.id, lane);
    this.#touch(lane);
    this.#forgetOld();
    return {
      connected: (port) => this.#connect(lane, port),
      bytes: (direction, bytes, at) => {
        lane.addBytes(direction, bytes, performance.timeOrigin + at);
        this.#touch(lane);
      },
      ended: (direction, how) => {
        lane.addEnd(direction, how, now());
        this.#touch(lane);
      },
      closed: () => {
        lane.close();
        this.#touch(lane);
      },
    };
  }

  /**
   * Takes a report of the server's process.
   *
   * @param report What the server does.
   */
  report(report: Report): void {
    const lane = this.#laneOf(report);
    if (lane !== undefined) {
      lane.report(report);
      this.#touch(lane);
    } else if (report.type === "accepted" || report.type === "call") {
      // The server may be faster than the relay's own event.
      if (this.#early.length < MAX_EARLY) this.#early.push(report);
    } else {
      const touched = this.#scripts.report(report, this.lanes);
      if (touched) this.#touch(touched);
    }
  }

  /**
   * Takes a line that the server has printed.
   *
   * @param line The line.
   */
  log(line: string): void {
    const update: Update = { type: "log", line: line.slice(0, 2000) };
    this.#log.push(update);
    if (this.#log.length > MAX_LOG) this.#log.shift();
    this.#tell(update);
  }

  /**
   * Takes the state of the server.
   *
   * @param update The state.
   */
  serverState(update: Extract<Update, { type: "server" }>): void {
    this.#server = update;
    this.#tell(update);
  }

  /** Forgets all connections. */
  clear(): void {
    for (const lane of this.#lanes.values()) this.#forget(lane);
  }

  /**
   * Tells a page everything, and from then on what is new.
   *
   * @param listener Takes the updates.
   * @returns Ends it.
   */
  subscribe(listener: UpdateListener): () => void {
    // What others have not been told yet must not be told twice.
    this.#flush();
    listener([{ type: "reset" }, this.#server, ...this.#log]);
    for (const lane of this.#lanes.values()) listener(lane.news(true));
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #connect(lane: Lane, port: number): void {
    this.#byPort.set(port, lane);
    const early = this.#early;
    this.#early = [];
    for (const report of early) this.report(report);
    this.#touch(lane);
  }

  #laneOf(report: Report): Lane | undefined {
    if (report.type === "accepted") return this.#byPort.get(report.port);
    if (report.type === "call") {
      const lane = this.#byPort.get(report.port);
      if (lane) this.#callPorts.set(report.id, report.port);
      return lane;
    }
    if (report.type !== "returned") return undefined;
    const port = this.#callPorts.get(report.id);
    this.#callPorts.delete(report.id);
    return port === undefined ? undefined : this.#byPort.get(port);
  }

  #forgetOld(): void {
    let bytes = 0;
    for (const lane of this.#lanes.values()) bytes += lane.keptBytes;
    for (const lane of this.#lanes.values()) {
      if (this.#lanes.size <= MAX_LANES && bytes <= MAX_BYTES) return;
      bytes -= lane.keptBytes;
      this.#forget(lane);
    }
  }

  #forget(lane: Lane): void {
    this.#lanes.delete(lane.id);
    this.#changed.delete(lane);
    for (const [port, other] of this.#byPort) {
      if (other === lane) this.#byPort.delete(port);
    }
    this.#tell({ type: "drop", lane: lane.id });
  }

  #touch(lane: Lane): void {
    if (!this.#lanes.has(lane.id)) return;
    this.#changed.add(lane);
    this.#timer ??= setTimeout(() => this.#flush(), COLLECT_MS);
  }

  #tell(update: Update): void {
    this.#news.push(update);
    this.#timer ??= setTimeout(() => this.#flush(), COLLECT_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const updates = this.#news;
    this.#news = [];
    for (const lane of this.#changed) updates.push(...lane.news(false));
    this.#changed.clear();
    if (updates.length === 0) return;
    for (const listener of this.#listeners) listener(updates);
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
