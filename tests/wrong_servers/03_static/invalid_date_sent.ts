/**
 * @wrong Writes any mtime as a date, even "Invalid Date".
 * @replaces solutions/02_http/http_date.ts
 * @rejectedBy task 30 · a time that cannot be an HTTP-date is neither sent nor compared
 * @saying toUTCString() writes "Invalid Date"
 *
 * @module
 */

export function formatHttpDate(time: Date | number): string {
  return new Date(time).toUTCString();
}
