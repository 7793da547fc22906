/**
 * The keys that are pressed, one by one, as a terminal in raw mode sends them.
 *
 * @module
 */

/** A key: a character, or one of these names. */
export type Key =
  | "enter"
  | "escape"
  | "up"
  | "down"
  | "left"
  | "right"
  | "pageUp"
  | "pageDown"
  | "interrupt"
  | string;

const SEQUENCES: Readonly<Record<string, Key>> = {
  "\r": "enter",
  "\n": "enter",
  "\x1b": "escape",
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[D": "left",
  "\x1bOD": "left",
  "\x1b[C": "right",
  "\x1bOC": "right",
  "\x1b[5~": "pageUp",
  "\x1b[6~": "pageDown",
  " ": "pageDown",
  "\x03": "interrupt",
};

// deno-lint-ignore no-control-regex -- Escape begins the sequences
const SEQUENCE = /\x1b\[[\d;]*[A-Za-z~]|\x1bO[A-Z]|./gsu;

/**
 * Splits input into keys. A capital letter is the same key: Caps Lock may be on.
 *
 * @param input What the terminal has sent.
 * @returns The keys.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseKeys } from "./keys.ts";
 *
 * assertEquals(parseKeys("nN\x1b[A\r"), ["n", "n", "up", "enter"]);
 * ```
 */
export function parseKeys(input: string): Key[] {
  return [...input.matchAll(SEQUENCE)].map(([sequence]) =>
    SEQUENCES[sequence] ?? sequence.toLowerCase()
  );
}
