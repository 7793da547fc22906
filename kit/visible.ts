/**
 * Makes bytes visible: control characters as their Unicode pictures, bytes that are
 * not UTF-8 as `\xNN`, one line per LF.
 *
 * @module
 */

/** Bytes made visible. */
export interface VisibleText {
  /** The bytes as text, every control character visible. */
  readonly text: string;
  /** The column of each byte in `text`. */
  readonly columns: readonly number[];
}

/** The start and the end of a line, including its LF. */
export interface LineRange {
  /** The offset of its first byte. */
  readonly start: number;
  /** The offset after its last byte. */
  readonly end: number;
}

const LF = 0x0a;

/**
 * Splits bytes into lines.
 *
 * @param bytes The bytes.
 * @returns The lines; an empty list for no bytes.
 */
export function lineRanges(bytes: Uint8Array): LineRange[] {
  const lines: LineRange[] = [];
  let start = 0;
  while (start < bytes.length) {
    const lineFeed = bytes.indexOf(LF, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}

/**
 * Makes bytes visible on one line, for use within a sentence.
 *
 * @param bytes The bytes, or a text.
 * @param limit The number of bytes shown at most.
 * @returns The bytes in quotes, with "…" if some are left out.
 */
export function visible(bytes: Uint8Array | string, limit = 60): string {
  const all = typeof bytes === "string"
    ? new TextEncoder().encode(bytes)
    : bytes;
  const { text } = visibleText(all.subarray(0, limit));
  return all.length > limit ? `"${text}…"` : `"${text}"`;
}

/**
 * Makes the control characters of a message visible, except for line ends: a
 * terminal would obey them.
 *
 * @param text A message of several lines.
 * @returns The same, harmless.
 */
export function showControls(text: string): string {
  return text.replace(
    /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    (control) => {
      const code = control.charCodeAt(0);
      if (code < 0x20) return String.fromCodePoint(0x2400 + code);
      if (code === 0x7f) return "␡";
      return `\\u{${code.toString(16)}}`;
    },
  );
}

/**
 * Makes bytes visible, and returns the column of each.
 *
 * @param bytes One line, or a part of it.
 * @returns The text and the column of every byte.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { visibleText } from "./visible.ts";
 *
 * const { text } = visibleText(new TextEncoder().encode("Host: x\r\n"));
 * assertEquals(text, "Host: x␍␊");
 * ```
 */
export function visibleText(bytes: Uint8Array): VisibleText {
  const columns: number[] = [];
  let text = "";
  let offset = 0;
  while (offset < bytes.length) {
    const length = characterLength(bytes, offset);
    columns.push(...Array(Math.max(length, 1)).fill(text.length));
    text += length === 0
      ? `\\x${bytes[offset].toString(16).padStart(2, "0")}`
      : picture(bytes.subarray(offset, offset + length));
    offset += Math.max(length, 1);
  }
  return { text: showTrailingSpaces(text), columns };
}

/** The length of the character at `offset` in bytes; 0 if it is not UTF-8. */
function characterLength(bytes: Uint8Array, offset: number): number {
  const lead = bytes[offset];
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    const character = bytes.subarray(offset, offset + length);
    new TextDecoder("utf-8", { fatal: true }).decode(character);
    return length;
  } catch {
    return 0;
  }
}

function picture(character: Uint8Array): string {
  const [code] = character;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  if (code < 0x80) return String.fromCharCode(code);
  // C1 controls and a byte order mark are invisible.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(character);
  return /^[\u0080-\u009f\ufeff]$/.test(text) ? "�" : text;
}

/** Shows spaces before the line end, which are a common mistake. */
function showTrailingSpaces(text: string): string {
  return text.replace(/ +(?=␍?␊?$)/, (spaces) => "␠".repeat(spaces.length));
}
