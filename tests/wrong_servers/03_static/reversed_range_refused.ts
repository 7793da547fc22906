/**
 * @wrong Looks for the end of the file before it looks for malformed ranges.
 * @replaces solutions/03_static/range.ts
 * @rejectedBy task 17 · several ranges and malformed ones are ignored
 * @saying Range: bytes=12-5: status 416 instead of 200
 *
 * @module
 */

import { parseRange as parseWell } from "../../../solutions/03_static/range.ts";

export * from "../../../solutions/03_static/range.ts";

export function parseRange(value: string | null, size: number) {
  const [, first] = /^bytes=(\d+)-\d*$/i.exec(value ?? "") ?? [];
  if (Number(first) >= size) return "unsatisfiable";
  return parseWell(value, size);
}
