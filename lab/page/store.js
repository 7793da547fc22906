/**
 * The connections as the page knows them: the updates of the lab, applied.
 *
 * @module
 */

/** @import { LaneEvent, LaneInfo, StreamInfo, Update } from "../updates.ts" */
/** @import { Part } from "../grammar/part.ts" */

/**
 * A direction of a connection, or a pipe of a CGI program.
 *
 * @typedef {object} Stream
 * @property {StreamInfo} info Its name and length.
 * @property {{ start: number, bytes: Uint8Array }[]} ranges The bytes that are
 * kept.
 * @property {Part[]} parts Their labels.
 */

/**
 * A connection.
 *
 * @typedef {object} Lane
 * @property {LaneInfo} info Its number and its client.
 * @property {LaneEvent[]} events Its events.
 * @property {Stream[]} streams Its directions.
 * @property {number} version Grows with every change.
 */

/** The connections, and the server. */
export class Store {
  constructor() {
    /** @type {Map<number, Lane>} */
    this.lanes = new Map();
    /** @type {string[]} */
    this.log = [];
    this.server = { state: "connecting", detail: "" };
    /** Grows with every change of the log or the server. */
    this.version = 0;
  }

  /**
   * Applies updates.
   *
   * @param {readonly Update[]} updates The updates, in order.
   */
  apply(updates) {
    for (const update of updates) {
      if (update.type === "reset") this.#reset();
      else if (update.type === "drop") this.lanes.delete(update.lane);
      else if (update.type === "log") this.#addLine(update.line);
      else if (update.type === "server") {
        this.server = update;
        this.version++;
      } else this.#applyToLane(update);
    }
  }

  #reset() {
    this.lanes.clear();
    this.log = [];
    this.version++;
  }

  /** @param {string} line A line that the server has printed. */
  #addLine(line) {
    this.log.push(line);
    if (this.log.length > 500) this.log.shift();
    this.version++;
  }

  /** @param {Exclude<Update, { type: "reset" | "drop" | "log" | "server" }>} update */
  #applyToLane(update) {
    if (update.type === "lane") {
      const known = this.lanes.get(update.lane.id);
      if (known) {
        known.info = update.lane;
        known.version++;
      } else {
        const { id } = update.lane;
        const lane = { info: update.lane, events: [], streams: [], version: 0 };
        this.lanes.set(id, lane);
      }
      return;
    }
    const lane = this.lanes.get(update.lane);
    if (lane === undefined) return;
    lane.version++;
    if (update.type === "event") lane.events[update.index] = update.event;
    else if (update.type === "stream") {
      const { index } = update.stream;
      lane.streams[index] ??= { info: update.stream, ranges: [], parts: [] };
      lane.streams[index].info = update.stream;
    } else if (update.type === "bytes") {
      const bytes = Uint8Array.fromBase64(update.bytes);
      lane.streams[update.stream].ranges.push({ start: update.start, bytes });
    } else {
      const { parts } = lane.streams[update.stream];
      parts.splice(update.from, Infinity, ...update.parts);
    }
  }
}

/**
 * Finds the byte at an offset.
 *
 * @param {Stream} stream The direction.
 * @param {number} offset The offset.
 * @returns {number | undefined} The byte; `undefined` if it is not kept.
 */
export function byteAt(stream, offset) {
  const range = rangeAt(stream, offset);
  return range?.bytes[offset - range.start];
}

/**
 * Finds the kept bytes from an offset on.
 *
 * @param {Stream} stream The direction.
 * @param {number} offset The offset.
 * @returns {{ start: number, bytes: Uint8Array } | undefined} The range.
 */
export function rangeAt({ ranges }, offset) {
  return ranges.find(({ start, bytes }) =>
    offset >= start && offset < start + bytes.length
  );
}

/**
 * Finds the part to which a byte belongs.
 *
 * @param {Stream} stream The direction.
 * @param {number} offset The offset of the byte.
 * @returns {Part | undefined} The part.
 */
export function partAt({ parts }, offset) {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle].end <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low];
}

/**
 * The text of a part, as far as it is kept.
 *
 * @param {Stream} stream The direction.
 * @param {Part} part The part.
 * @returns {string} Its characters.
 */
export function textOf(stream, { start, end }) {
  const range = rangeAt(stream, start);
  if (range === undefined) return "";
  const from = start - range.start;
  return new TextDecoder().decode(
    range.bytes.subarray(from, from + end - start),
  );
}

/**
 * All problems of a connection.
 *
 * @param {Lane} lane The connection.
 * @returns {{ stream: number, part: Part }[]} The malformed parts.
 */
export function problemsOf({ streams }) {
  return streams.flatMap(({ parts }, stream) =>
    parts.filter(({ problem }) => problem).map((part) => ({ stream, part }))
  );
}

/**
 * The messages of a connection, in short.
 *
 * @param {Lane} lane The connection.
 * @returns {{ request: string, status: string, count: number }} The first
 * request, the last status, and how many requests there are.
 */
export function summaryOf({ streams: [requests, responses] }) {
  /** @param {Stream | undefined} stream @param {string} kind */
  const all = (stream, kind) =>
    stream?.parts.filter((part) => part.kind === kind) ?? [];
  const methods = all(requests, "method");
  const target = requests?.parts.find(({ kind }) =>
    kind === "path" || kind === "request-target"
  );
  const statuses = all(responses, "status-code");
  const isText = requests?.parts.some(({ kind }) => kind === "text");
  const words = methods.length > 0
    ? [methods[0], ...target ? [target] : []]
    : isText
    ? [{ ...requests.parts[0], end: requests.info.total }]
    : [];
  return {
    request: words.map((part) => textOf(requests, part).slice(0, 80)).join(" "),
    status: statuses.map(({ about }) => about).slice(-3).join(" "),
    count: methods.length,
  };
}
