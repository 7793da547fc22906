/**
 * Writing the dates of HTTP. RFC 9110 section 5.6.7.
 *
 * @module
 */

/**
 * Formats a time as an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`.
 *
 * @param time The time, or milliseconds since 1970.
 * @returns The date; `undefined` if the format has no room for it, since its
 * years have four digits.
 */
export function formatHttpDate(time: Date | number): string | undefined {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toUTCString() : undefined;
}
