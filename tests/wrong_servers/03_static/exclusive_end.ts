/**
 * @wrong Takes the last position of a range for the one after its last byte.
 * @replaces solutions/03_static/range.ts
 * @rejectedBy task 15 · a range of a file is sent with 206
 * @saying the last position is that of the last byte
 *
 * @module
 */

import { parseRange as parseWell } from "../../../solutions/03_static/range.ts";

export * from "../../../solutions/03_static/range.ts";

export function parseRange(value: string | null, size: number) {
  const range = parseWell(value, size);
  if (range === undefined || range === "unsatisfiable") return range;
  const isOpen = /-$|=-/.test(value ?? "");
  return isOpen ? range : { ...range, last: range.last - 1 };
}
