/**
 * The record of one direction of a connection: its bytes, as far as they fit,
 * and their labels.
 *
 * @module
 */

import {
  joinParts,
  type Part,
  type PartKind,
  type StreamParser,
} from "./grammar/part.ts";
import type { StreamInfo, Update } from "./updates.ts";

/** How much of one body is kept, in bytes. */
const MAX_BODY = 1 << 14;

/** How much of a direction is kept, in bytes and in parts. */
const MAX_BYTES = 1 << 19;
const MAX_PARTS = 10_000;

/** Bytes that may be left out when there are many of them. */
const BULK: ReadonlySet<PartKind> = new Set<PartKind>([
  "content",
  "chunk-data",
  "text",
  "bytes",
  "tunnel",
  "unread",
]);

/** Bytes that are kept, and where they stand. */
interface Range {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** The record of one direction. */
export class StreamRecord {
  /** How many bytes are kept. */
  keptBytes = 0;
  readonly #info: Pick<StreamInfo, "index" | "name">;
  readonly #parser: StreamParser;
  readonly #ranges: Range[] = [];
  #parts: Part[] = [];
  #total = 0;
  /** Of which message bulk has been kept, and how much. */
  #bulk = { message: -1, kept: 0 };
  #isFull = false;
  /** The news that the page has been told. */
  #told = { ranges: 0, parts: 0 };

  /**
   * Begins at the first byte.
   *
   * @param info The name of the direction, and its index.
   * @param parser Labels its bytes.
   */
  constructor(
    info: Pick<StreamInfo, "index" | "name">,
    parser: StreamParser,
  ) {
    this.#info = info;
    this.#parser = parser;
  }

  /** Its name: "request", "program output". */
  get name(): string {
    return this.#info.name;
  }

  /** How many bytes have travelled. */
  get total(): number {
    return this.#total;
  }

  /** The labels of the kept bytes, including those of an open line. */
  get parts(): readonly Part[] {
    return [...this.#parts, ...this.#parser.openParts()];
  }

  /**
   * Records bytes; they are copied.
   *
   * @param bytes What travelled.
   */
  add(bytes: Uint8Array): void {
    const start = this.#total;
    this.#total += bytes.length;
    if (this.#isFull && this.#parser.skip) {
      return this.#parser.skip(bytes.length);
    }
    this.#parser.feed(bytes);
    const parts = this.#parser.takeParts();
    if (this.#isFull) return;
    this.#parts = joinLast(this.#parts, parts);
    this.#keep(bytes, start, parts);
    this.#isFull = this.keptBytes > MAX_BYTES || this.#parts.length > MAX_PARTS;
  }

  /**
   * Records the end.
   *
   * @param isReset Whether it is a reset.
   */
  end(isReset: boolean): void {
    this.#parser.end(isReset);
    const parts = this.#parser.takeParts();
    if (!this.#isFull) this.#parts = joinLast(this.#parts, parts);
  }

  /**
   * Gives bytes that are kept.
   *
   * @param start The offset of the first.
   * @param end The offset after the last.
   * @returns The bytes; `undefined` if some of them are not kept.
   */
  slice(start: number, end: number): Uint8Array | undefined {
    const bytes = new Uint8Array(end - start);
    let found = 0;
    for (const range of this.#ranges) {
      const from = Math.max(start, range.start);
      const to = Math.min(end, range.start + range.bytes.length);
      if (from >= to) continue;
      const part = range.bytes.subarray(from - range.start, to - range.start);
      bytes.set(part, from - start);
      found += part.length;
    }
    return found === bytes.length ? bytes : undefined;
  }

  /**
   * Tells what the page does not know yet.
   *
   * @param lane The number of the connection.
   * @param all Whether the page knows nothing.
   * @returns The updates.
   */
  news(lane: number, all: boolean): Update[] {
    if (all) this.#told = { ranges: 0, parts: 0 };
    const { index: stream } = this.#info;
    const [total, isFull] = [this.#total, this.#isFull];
    const updates: Update[] = [
      { type: "stream", lane, stream: { ...this.#info, total, isFull } },
    ];
    for (const { start, bytes } of this.#ranges.slice(this.#told.ranges)) {
      const text = bytes.toBase64();
      updates.push({ type: "bytes", lane, stream, start, bytes: text });
    }
    const from = this.#told.parts;
    const parts = this.#parts.slice(from);
    if (!isFull) parts.push(...this.#parser.openParts());
    updates.push({ type: "parts", lane, stream, from, parts });
    // The last one may become longer.
    const known = Math.max(this.#parts.length - 1, 0);
    this.#told = { ranges: this.#ranges.length, parts: known };
    return updates;
  }

  /** Keeps the bytes, apart from the rest of a long body. */
  #keep(bytes: Uint8Array, start: number, parts: readonly Part[]): void {
    let from = start;
    for (const part of parts) {
      if (!BULK.has(part.kind)) continue;
      if (part.message !== this.#bulk.message) {
        this.#bulk = { message: part.message, kept: 0 };
      }
      const begin = Math.max(part.start, start);
      const room = Math.min(MAX_BODY - this.#bulk.kept, part.end - begin);
      this.#bulk.kept += room;
      this.#keepRange(bytes, start, from, begin + room);
      from = part.end;
    }
    this.#keepRange(bytes, start, from, start + bytes.length);
  }

  #keepRange(bytes: Uint8Array, start: number, from: number, to: number) {
    if (to <= from) return;
    const kept = bytes.slice(from - start, to - start);
    this.#ranges.push({ start: from, bytes: kept });
    this.keptBytes += kept.length;
  }
}

function joinLast(parts: Part[], more: readonly Part[]): Part[] {
  parts.push(...joinParts([...parts.splice(-1), ...more]));
  return parts;
}
