/**
 * @wrong Writes any mtime as a date, even "Invalid Date".
 * @replaces solutions/03_static/http_date.ts
 * @rejectedBy task 6 · a time that is no HTTP-date is not sent, nor compared
 * @saying Last-Modified
 *
 * @module
 */

export { parseHttpDate } from "../../../solutions/03_static/http_date.ts";

export function formatHttpDate(time: number): string {
  return new Date(time).toUTCString();
}
