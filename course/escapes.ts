/**
 * Text in which every byte can be typed: `\r`, `\n`, `\t`, `\0`, `\\` and `\xNN`.
 *
 * @module
 */

import { UsageError } from "./arguments.ts";
import { SEND } from "./texts.ts";

const BACKSLASH = 0x5c;
const BYTES: Readonly<Record<string, number>> = {
  "r": 0x0d,
  "n": 0x0a,
  "t": 0x09,
  "0": 0x00,
  "\\": BACKSLASH,
};

/**
 * Turns text with escapes into bytes; the rest of the text becomes UTF-8.
 *
 * @param text What was typed.
 * @returns The bytes.
 * @throws {UsageError} If a backslash begins no escape.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { unescape } from "./escapes.ts";
 *
 * assertEquals(unescape("\\x00é\\r"), Uint8Array.of(0, 0xc3, 0xa9, 0x0d));
 * ```
 */
export function unescape(text: string): Uint8Array {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.matchAll(/\\x[0-9a-f]{2}|\\.?|[^\\]+/gisu)) {
    if (part[0] !== "\\") bytes.push(...encoder.encode(part));
    else if (part.length === 4) bytes.push(parseInt(part.slice(2), 16));
    else if (part[1] in BYTES) bytes.push(BYTES[part[1]]);
    else throw new UsageError(SEND.badEscape(part));
  }
  return Uint8Array.from(bytes);
}
