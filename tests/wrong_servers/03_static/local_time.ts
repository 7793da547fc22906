/**
 * @wrong Reads a date without GMT as local time, as Date.parse does.
 * @replaces solutions/03_static/http_date.ts
 * @rejectedBy task 14 · a date is read in all three formats
 * @saying it is read as local time
 *
 * @module
 */

import { parseHttpDate as parseWell } from "../../../solutions/03_static/http_date.ts";

export * from "../../../solutions/03_static/http_date.ts";

export function parseHttpDate(value: string | null): number {
  const isAsctime = value?.includes("GMT") === false;
  return isAsctime ? Date.parse(value) : parseWell(value);
}
