/**
 * Bytes as text that a person can type: the escapes of `deno task send`.
 *
 * @module
 */

/** The letters after a backslash, and the bytes that they mean. */
const ESCAPES: Readonly<Record<string, number>> = {
  "r": 0x0d,
  "n": 0x0a,
  "t": 0x09,
  "0": 0x00,
  "\\": 0x5c,
};

/** A text has an escape that does not exist. */
export class EscapeError extends SyntaxError {
  /** The name that error messages show. */
  override name = "SyntaxError";
  /** The escape: a backslash, and the character after it. */
  readonly escape: string;

  /**
   * An error that names the escape.
   *
   * @param escape The escape.
   */
  constructor(escape: string) {
    super(
      `Unknown escape "${escape}", expected \\r \\n \\t \\0 \\\\ or \\xNN`,
    );
    this.escape = escape;
  }
}

/**
 * Reads a text with escapes: `\r`, `\n`, `\t`, `\0`, `\\` and `\xNN`. All other
 * characters stand for themselves, in UTF-8.
 *
 * @param text The text.
 * @returns The bytes.
 * @throws {EscapeError} If there is another escape.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeEscapes } from "./escapes.ts";
 *
 * assertEquals(decodeEscapes("a\\r\\n"), Uint8Array.of(0x61, 0x0d, 0x0a));
 * ```
 */
export function decodeEscapes(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [piece] of text.matchAll(/\\(?:x[\dA-Fa-f]{2}|.)?|[^\\]+/gsu)) {
    if (!piece.startsWith("\\")) {
      for (const byte of encoder.encode(piece)) bytes.push(byte);
      continue;
    }
    const name = piece.slice(1);
    const byte = name.length === 3
      ? parseInt(name.slice(1), 16)
      : ESCAPES[name];
    if (byte === undefined) {
      throw new EscapeError(piece);
    }
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/**
 * Writes bytes as a text that {@linkcode decodeEscapes} reads.
 *
 * @param bytes The bytes.
 * @returns The text: printable ASCII and valid UTF-8 stand for themselves.
 */
export function encodeEscapes(bytes: Uint8Array): string {
  let text = "";
  let offset = 0;
  while (offset < bytes.length) {
    const character = characterAt(bytes, offset);
    text += character ?? escapeByte(bytes[offset]);
    offset += character === undefined
      ? 1
      : new TextEncoder().encode(character).length;
  }
  return text;
}

function escapeByte(byte: number): string {
  for (const [name, value] of Object.entries(ESCAPES)) {
    if (value === byte) return `\\${name}`;
  }
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** A character that is shown as it is; `undefined` for other bytes. */
function characterAt(bytes: Uint8Array, offset: number): string | undefined {
  const lead = bytes[offset];
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes.subarray(offset, offset + length));
    return /^[\\\p{C}\u2028\u2029\ufeff]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
