/**
 * Two texts next to each other, or as one with the differences marked.
 *
 * @module
 */

import { diff } from "deno-std/internal/diff.js";
import { bold, dim, green, red, widthOf } from "./style.ts";

/** A line, and which of the two texts has it. */
interface DiffLine {
  readonly type: "added" | "removed" | "common";
  readonly value: string;
}

/** How many columns each text needs for both to stand next to each other. */
const MIN_COLUMNS = 70;

/** How many common lines are shown around a difference. */
const CONTEXT = 3;

/** Two texts with their names. */
export interface Comparison {
  /** The names of both. */
  readonly names: readonly [left: string, right: string];
  /** The texts. */
  readonly texts: readonly [left: string, right: string];
}

/**
 * Compares two texts: next to each other where the terminal is wide enough.
 *
 * @param comparison The texts.
 * @param columns How many columns the terminal has.
 * @returns The lines.
 */
export function compare(comparison: Comparison, columns: number): string[] {
  const [left, right] = comparison.texts.map((text) =>
    text.trimEnd().split("\n")
  );
  const lines: DiffLine[] = diff(left, right);
  const isWide = columns >= 2 * MIN_COLUMNS;
  return isWide
    ? sideBySide(comparison, lines, columns)
    : unified(comparison, lines);
}

function unified({ names }: Comparison, lines: readonly DiffLine[]): string[] {
  const shown = [bold(`--- ${names[0]}`), bold(`+++ ${names[1]}`)];
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ type }) => type !== "common");
  let isCut = false;
  for (const [index, { type, value }] of lines.entries()) {
    if (type === "common" && !isNear(index)) {
      if (!isCut) shown.push(dim("@@"));
      isCut = true;
      continue;
    }
    isCut = false;
    if (type === "common") shown.push(` ${value}`);
    else shown.push(type === "removed" ? red(`-${value}`) : green(`+${value}`));
  }
  return shown;
}

function sideBySide(
  { names }: Comparison,
  lines: readonly DiffLine[],
  columns: number,
): string[] {
  const width = Math.floor((columns - 3) / 2);
  const rows: string[] = [joined(bold(names[0]), bold(names[1]), width)];
  let removed: string[] = [];
  let added: string[] = [];
  function flush() {
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      const left = cut(removed[row] ?? "", width);
      rows.push(joined(red(left), green(cut(added[row] ?? "", width)), width));
    }
    removed = [];
    added = [];
  }
  for (const { type, value } of lines) {
    if (type === "removed") removed.push(value);
    else if (type === "added") added.push(value);
    else {
      flush();
      rows.push(joined(cut(value, width), cut(value, width), width));
    }
  }
  flush();
  return rows;
}

function joined(left: string, right: string, width: number): string {
  return `${left}${" ".repeat(width - widthOf(left))} | ${right}`.trimEnd();
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = text.slice(0, width - 1);
  while (widthOf(shown) > width - 1) shown = shown.slice(0, -1);
  return `${shown}…`;
}
