/**
 * @wrong Reads a date without GMT as local time, as Date.parse does.
 * @replaces solutions/03_static/http_date.ts
 * @rejectedBy task 6 · a date is read in all three formats
 * @saying If-Modified-Since: Wed Oct 21 07:28:00 2015: status 200
 *
 * @module
 */

import { parseHttpDate as parseWell } from "../../../solutions/03_static/http_date.ts";

export * from "../../../solutions/03_static/http_date.ts";

export function parseHttpDate(value: string | null): number {
  const isAsctime = value?.includes("GMT") === false;
  return isAsctime ? Date.parse(value) : parseWell(value);
}
