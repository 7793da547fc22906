/**
 * Colours, which NO_COLOR and an output without a terminal turn off, and the
 * width of text on a terminal. Nothing is said by colour alone.
 *
 * @module
 */

import * as colors from "deno-std/fmt/colors.js";

/** Colours a text. */
export type Paint = (text: string) => string;

/** Bold text. */
export const bold: Paint = colors.bold;
/** Text that matters less. */
export const dim: Paint = colors.dim;
/** Text about a failure. */
export const red: Paint = colors.red;
/** Text about success. */
export const green: Paint = colors.green;
/** Text about something to look at. */
export const yellow: Paint = colors.yellow;
/**
 * Code and names: in colour, or in backticks without colours.
 *
 * @param text The code.
 * @returns The text as it is shown.
 */
export function code(text: string): string {
  return colors.getColorEnabled() ? colors.cyan(text) : `\`${text}\``;
}
/** Code in a block of its own. */
export const cyan: Paint = colors.cyan;
/** Text without its colours. */
export const plain: Paint = colors.stripAnsiCode;

/**
 * Turns colours on or off; NO_COLOR keeps them off.
 *
 * @param isOn Whether the output shows colours.
 */
export function setColors(isOn: boolean): void {
  colors.setColorEnabled(isOn);
}

/** Characters that take two columns: CJK, Hangul, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Characters that take no column of their own. */
const ZERO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]/u;

/**
 * The width of a text on a terminal.
 *
 * @param text One line, with or without colours.
 * @returns How many columns it takes.
 */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of plain(text)) {
    if (ZERO_WIDTH.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/**
 * Breaks text into lines at spaces, but not at no-break spaces.
 *
 * @param text The text; its own line breaks count as spaces.
 * @param width How many columns a line has.
 * @param indent What stands before every line but the first.
 * @returns The lines.
 */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\n]+/).filter((word) => word !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

/** A colour, or a character. */
// deno-lint-ignore no-control-regex -- this is what it is about
const TOKEN = /\x1b\[[\d;]*m|./gsu;

/**
 * Breaks a line where the terminal would, so that its rows can be counted.
 *
 * @param line One line, with or without colours.
 * @param width How many columns the terminal has.
 * @returns The rows; at least one.
 */
export function fold(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const rows: string[] = [];
  let row = "";
  let used = 0;
  for (const [token] of line.matchAll(TOKEN)) {
    const columns = widthOf(token);
    if (used + columns > width) {
      rows.push(row);
      row = "";
      used = 0;
    }
    row += token;
    used += columns;
  }
  return [...rows, row];
}

/**
 * Breaks a line as {@linkcode fold} does, but at a space where there is one. The
 * space at the break is left out.
 *
 * @param line One line, with or without colours.
 * @param width How many columns the terminal has.
 * @param indent What stands before every row but the first.
 * @returns The rows; at least one.
 */
export function foldAtSpaces(
  line: string,
  width: number,
  indent = "",
): string[] {
  const margin = 2 * indent.length < width ? indent : "";
  const rows: string[] = [];
  let rest = line;
  while (widthOf(rest) > width) {
    const [row] = fold(rest, width);
    const space = rest[row.length] === " " ? row.length : row.lastIndexOf(" ");
    const isBetweenWords = widthOf(row.slice(0, space)) > margin.length;
    const end = space > 0 && isBetweenWords ? space : Math.max(1, row.length);
    rows.push(rest.slice(0, end).trimEnd());
    rest = margin + rest.slice(end).trimStart();
  }
  return [...rows, rest];
}
