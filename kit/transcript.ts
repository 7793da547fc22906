/**
 * Records the bytes of one connection in both directions, and shows them when a
 * test fails, with a mark at the first deviation.
 *
 * @module
 */

import { concat } from "./bytes.ts";
import { type LineRange, lineRanges, visibleText } from "./visible.ts";

/** The direction of bytes, seen from the client. */
export type Direction = "sent" | "received";

/** A mistake at one byte. */
export interface Mark {
  /** The direction; "received" by default. */
  readonly direction?: Direction;
  /** The offset of the first wrong byte, from the start of that direction. */
  readonly offset: number;
  /** The mistake, in a few words. */
  readonly note: string;
}

/** Bytes in one direction, up to the next change of direction. */
interface Turn {
  readonly direction: Direction;
  /** The offset of its first byte in this direction. */
  readonly offset: number;
  readonly chunks: Uint8Array[];
  /** Events at its end: a half-close, an end of file, a reset. */
  readonly remarks: string[];
}

/** The number of lines shown per turn, and the width of a line. */
const MAX_LINES = 14;
const MAX_COLUMNS = 96;

/** How many turns are shown: the first ones and the last ones. */
const MAX_TURNS = 12;

/** The number of lines shown of binary content, from its first NUL on. */
const MAX_BINARY_LINES = 3;

/** How much of the sent bytes is searched. */
const MAX_CHUNKS = 1000;
const MAX_HEAD = 8192;

/** The column of the bytes, and of the mark below them. */
const INDENT = " ".repeat(12);

/** The record of one connection. */
export class Transcript {
  readonly #turns: Turn[] = [];
  readonly #totals = { sent: 0, received: 0 };

  /** Whether anything was recorded. */
  get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  /** The last event: "end of file", for instance. */
  get lastRemark(): string | undefined {
    return this.#turns.at(-1)?.remarks.at(-1);
  }

  /**
   * Counts the bytes in one direction.
   *
   * @param direction The direction.
   * @returns The number of bytes.
   */
  total(direction: Direction): number {
    return this.#totals[direction];
  }

  /**
   * Looks for a text in the first bytes that the client sent.
   *
   * @param text The text.
   * @returns Whether it is among them.
   */
  hasSent(text: string): boolean {
    const chunks = this.#turns.filter((turn) => turn.direction === "sent")
      .flatMap((turn) => turn.chunks);
    const head = concat(chunks.slice(0, MAX_CHUNKS)).subarray(0, MAX_HEAD);
    return new TextDecoder().decode(head).includes(text);
  }

  /**
   * Records bytes.
   *
   * @param direction The direction.
   * @param bytes The bytes; they are copied.
   */
  add(direction: Direction, bytes: Uint8Array): void {
    this.#turn(direction).chunks.push(bytes.slice());
    this.#totals[direction] += bytes.length;
  }

  /**
   * Records an event.
   *
   * @param direction The direction that it concerns.
   * @param remark The event: "end of file", for instance.
   */
  remark(direction: Direction, remark: string): void {
    this.#turn(direction).remarks.push(remark);
  }

  /**
   * Shows the whole record.
   *
   * @param mark The first deviation, if there is one.
   * @returns The lines for the failure message.
   */
  render(mark?: Mark): string[] {
    const lines: string[] = [];
    let hidden = 0;
    this.#turns.forEach((turn, index) => {
      const fromEnd = this.#turns.length - 1 - index;
      const isShown = Math.min(index, fromEnd) < MAX_TURNS / 2 ||
        offsetInTurn(turn, mark) >= 0;
      if (!isShown) hidden++;
      else {
        if (hidden > 0) lines.push(`${INDENT}… ${hidden} turns …`);
        hidden = 0;
        lines.push(...renderTurn(turn, mark));
      }
    });
    return lines;
  }

  #turn(direction: Direction): Turn {
    const last = this.#turns.at(-1);
    if (last?.direction === direction && last.remarks.length === 0) return last;
    const turn: Turn = {
      direction,
      offset: this.#totals[direction],
      chunks: [],
      remarks: [],
    };
    this.#turns.push(turn);
    return turn;
  }
}

/** Where a mark lies in a turn; -1 if it lies outside of it. */
function offsetInTurn(turn: Turn, mark: Mark | undefined): number {
  if ((mark?.direction ?? "received") !== turn.direction) return -1;
  const at = mark === undefined ? -1 : mark.offset - turn.offset;
  const length = turn.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return at <= length ? at : -1;
}

function renderTurn(turn: Turn, mark: Mark | undefined): string[] {
  const bytes = concat(turn.chunks);
  const at = offsetInTurn(turn, mark);
  const shown = renderLines(bytes, at, mark?.note ?? "", turn.offset);
  if (turn.chunks.length > 1 && turn.direction === "sent") {
    shown.push(`(in ${turn.chunks.length} pieces)`);
  }
  shown.push(...turn.remarks.map((remark) => `(${remark})`));
  return shown.map((line, index) =>
    index === 0 ? `  ${turn.direction.padEnd(10)}${line}` : INDENT + line
  );
}

/** The first lines, those around the mark, and the number of bytes left out. */
function renderLines(
  bytes: Uint8Array,
  at: number,
  note: string,
  turnOffset: number,
): string[] {
  const lines = lineRanges(bytes);
  const marked = lines.findIndex(({ start, end }) => at >= start && at < end);
  const firstNul = bytes.indexOf(0);
  const maxLines = firstNul < 0 ? MAX_LINES : Math.min(
    MAX_LINES,
    lines.findIndex(({ end }) => end > firstNul) + MAX_BINARY_LINES,
  );
  const shown: string[] = [];
  let left = 0;
  lines.forEach((line, index) => {
    const isNear = marked >= 0 && Math.abs(index - marked) <= 2;
    const isLast = index === maxLines && index === lines.length - 1;
    if (!isNear && !isLast && index >= maxLines) {
      left += line.end - line.start;
      return;
    }
    if (left > 0) shown.push(`… ${left} bytes …`);
    left = 0;
    const { text, column } = renderLine(bytes, line, at);
    shown.push(text);
    if (index === marked) {
      shown.push(pointer(column, at + turnOffset, note));
    }
  });
  if (left > 0) shown.push(`… ${left} bytes more`);
  // A mark just after the last byte shows that bytes are missing there.
  if (at === bytes.length && bytes.length > 0) {
    const isNewLine = bytes.at(-1) === 0x0a;
    const column = isNewLine ? 0 : shown.at(-1)!.length;
    shown.push(pointer(column, at + turnOffset, note));
  }
  return shown;
}

/** One line, or the part of a long line around byte `at`. */
function renderLine(
  bytes: Uint8Array,
  { start, end }: LineRange,
  at: number,
): { text: string; column: number } {
  const isFar = at < end && at - start > MAX_COLUMNS - 20;
  const from = isFar ? at - 40 : start;
  const { text, columns } = visibleText(
    bytes.subarray(from, Math.min(end, from + 4 * MAX_COLUMNS)),
  );
  const head = isFar ? "…" : "";
  const tail = text.length > MAX_COLUMNS || end > from + 4 * MAX_COLUMNS
    ? "…"
    : "";
  return {
    text: head + text.slice(0, MAX_COLUMNS) + tail,
    column: head.length + (columns[at - from] ?? 0),
  };
}

function pointer(column: number, offset: number, note: string): string {
  return `${" ".repeat(column)}^ byte ${offset}: ${note}`;
}
