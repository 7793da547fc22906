/**
 * What travelled on one connection, in both directions, and how it is shown
 * when a test fails: the bytes as they were, the first deviation marked.
 *
 * @module
 */

import { concat } from "./bytes.ts";
import { type LineRange, lineRanges, visibleText } from "./visible.ts";

/** The direction in which bytes travelled, seen from the client. */
export type Direction = "sent" | "received";

/** A place in the bytes of one direction, and what is wrong there. */
export interface Mark {
  /** The direction; "received" by default. */
  readonly direction?: Direction;
  /** The offset of the first wrong byte, from the start of that direction. */
  readonly offset: number;
  /** What is wrong there, in a few words. */
  readonly note: string;
}

/** Bytes that travelled in one direction without anything in between. */
interface Turn {
  readonly direction: Direction;
  /** The offset of its first byte among all of its direction. */
  readonly offset: number;
  readonly chunks: Uint8Array[];
  /** What happened at its end: a half-close, an end of file, a reset. */
  readonly remarks: string[];
}

/** How many lines of one turn are shown, and how wide a line may be. */
const MAX_LINES = 14;
const MAX_COLUMNS = 96;

/** How many lines are shown of what is no text, from its first NUL on. */
const MAX_BINARY_LINES = 3;

/** Where the bytes begin: below them stands the mark. */
const INDENT = " ".repeat(12);

/** The record of one connection. */
export class Transcript {
  readonly #turns: Turn[] = [];
  readonly #totals = { sent: 0, received: 0 };

  /** Whether anything was recorded. */
  get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  /** What happened last apart from the bytes: "end of file", say. */
  get lastRemark(): string | undefined {
    return this.#turns.at(-1)?.remarks.at(-1);
  }

  /**
   * How many bytes travelled.
   *
   * @param direction In which direction.
   * @returns The number of bytes.
   */
  total(direction: Direction): number {
    return this.#totals[direction];
  }

  /**
   * Records bytes.
   *
   * @param direction In which direction they travelled.
   * @param bytes What travelled; it is copied.
   */
  add(direction: Direction, bytes: Uint8Array): void {
    this.#turn(direction).chunks.push(bytes.slice());
    this.#totals[direction] += bytes.length;
  }

  /**
   * Records what happened beside the bytes.
   *
   * @param direction Whose end it happened at.
   * @param remark What happened: "end of file", say.
   */
  remark(direction: Direction, remark: string): void {
    this.#turn(direction).remarks.push(remark);
  }

  /**
   * Shows the whole record.
   *
   * @param mark The first deviation, if it has a place.
   * @returns Lines for the failure message.
   */
  render(mark?: Mark): string[] {
    return this.#turns.flatMap((turn) => renderTurn(turn, mark));
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

function renderTurn(turn: Turn, mark: Mark | undefined): string[] {
  const bytes = concat(turn.chunks);
  const isMarked = mark && (mark.direction ?? "received") === turn.direction;
  const at = isMarked ? mark.offset - turn.offset : -1;
  const shown = renderLines(bytes, at, mark?.note ?? "", turn.offset);
  if (turn.chunks.length > 1 && turn.direction === "sent") {
    shown.push(`(in ${turn.chunks.length} pieces)`);
  }
  shown.push(...turn.remarks.map((remark) => `(${remark})`));
  return shown.map((line, index) =>
    index === 0 ? `  ${turn.direction.padEnd(10)}${line}` : INDENT + line
  );
}

/** The first lines, those around the mark, and how many bytes were left out. */
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
  // A mark just after the last byte says that something is missing there.
  if (at === bytes.length && bytes.length > 0) {
    const isNewLine = bytes.at(-1) === 0x0a;
    const column = isNewLine ? 0 : shown.at(-1)!.length;
    shown.push(pointer(column, at + turnOffset, note));
  }
  return shown;
}

/** One line, or the part of a long one in which byte `at` stands. */
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
