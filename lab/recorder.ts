/**
 * Keeps the newest connections, within a limit of memory, and tells the pages
 * what is new.
 *
 * @module
 */

import { CallRoutes } from "./call_routes.ts";
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

/** How many bytes may wait to be looked at. */
const MAX_WAITING = 4 << 20;

/** The memory of the lab. */
export class Recorder {
  readonly #protocol: Protocol;
  readonly #lanes = new Map<number, Lane>();
  readonly #routes = new CallRoutes();
  readonly #origins = new Map<number, string>();
  readonly #listeners = new Set<UpdateListener>();
  readonly #changed = new Set<Lane>();
  readonly #scripts = new ScriptWatch();
  readonly #log: Update[] = [];
  #server: Update = { type: "server", state: "starting", detail: "" };
  #news: Update[] = [];
  /** Events that have not been recorded yet, in order. */
  #tasks: (() => void)[] = [];
  #waitingBytes = 0;
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
    this.#catchUp();
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
    const lane = [...this.#lanes.values()]
      .findLast((lane) => lane.clientPort === clientPort);
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
    return {
      connected: (port) => this.#later(() => this.#connect(lane, port)),
      bytes: (direction, bytes, at) => {
        const time = performance.timeOrigin + at;
        this.#waitingBytes += bytes.length;
        this.#later(() => lane.addBytes(direction, bytes, time), lane);
      },
      ended: (direction, how) => {
        const time = now();
        this.#later(() => lane.addEnd(direction, how, time), lane);
      },
      closed: () => this.#later(() => lane.close(), lane),
    };
  }

  /**
   * Takes a report of the server's process.
   *
   * @param report What the server does.
   */
  report(report: Report): void {
    this.#later(() => this.#takeReport(report));
  }

  #takeReport(report: Report): void {
    const lane = this.#routes.find(report);
    lane?.report(report);
    const touched = lane ??
      this.#scripts.report(report, [...this.#lanes.values()]);
    if (touched) this.#touch(touched);
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
    for (const report of this.#routes.connect(lane, port)) {
      this.#takeReport(report);
    }
    this.#touch(lane);
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
    this.#routes.forget(lane);
    this.#tell({ type: "drop", lane: lane.id });
  }

  /** Bytes are passed on first, and looked at when there is time. */
  #later(task: () => void, lane?: Lane): void {
    this.#tasks.push(task);
    if (lane) this.#touch(lane);
    else this.#wake();
    if (this.#waitingBytes > MAX_WAITING) this.#catchUp();
  }

  #catchUp(): void {
    const tasks = this.#tasks;
    this.#tasks = [];
    this.#waitingBytes = 0;
    for (const task of tasks) task();
  }

  #touch(lane: Lane): void {
    if (!this.#lanes.has(lane.id)) return;
    this.#changed.add(lane);
    this.#wake();
  }

  #tell(update: Update): void {
    this.#news.push(update);
    this.#wake();
  }

  #wake(): void {
    this.#timer ??= setTimeout(() => this.#flush(), COLLECT_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#catchUp();
    this.#forgetOld();
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
