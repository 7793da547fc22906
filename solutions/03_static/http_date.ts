/**
 * Reading the dates of HTTP, in the format of today and in the two obsolete
 * ones. RFC 9110 section 5.6.7.
 *
 * Writing needs no code: `Date.prototype.toUTCString` is the format of today.
 *
 * @module
 */

// Sun, 06 Nov 1994 08:49:37 GMT
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) ([\d:]{8}) GMT$/;
// Sunday, 06-Nov-94 08:49:37 GMT
const RFC850_DATE =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z][a-z]{2})-(\d\d) ([\d:]{8}) GMT$/;
// Sun Nov  6 08:49:37 1994
const ASCTIME_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) ([\d:]{8}) (\d{4})$/;

/**
 * Reads an HTTP-date.
 *
 * @param value The value of a field, `null` where it was not sent.
 * @returns The time in milliseconds since 1970, or `NaN` if `value` is no
 * HTTP-date. `NaN` is neither before nor after any time, so a comparison with
 * it is false: which is how the conditional fields ignore what is no date.
 */
export function parseHttpDate(value: string | null): number {
  const text = toImfFixdate(value ?? "");
  const time = Date.parse(text);
  // Date.parse takes more than it should, 31 Feb for one; what it has read
  // must therefore be, when written again, what was there.
  return new Date(time).toUTCString().endsWith(text) ? time : NaN;
}

/** Any of the three formats as IMF-fixdate without its day-name. */
function toImfFixdate(value: string): string {
  let match = IMF_FIXDATE.exec(value);
  if (match) {
    const [, day, month, year, time] = match;
    return `${day} ${month} ${year} ${time} GMT`;
  }
  match = RFC850_DATE.exec(value);
  if (match) {
    const [, day, month, year, time] = match;
    return `${day} ${month} ${fullYear(Number(year))} ${time} GMT`;
  }
  match = ASCTIME_DATE.exec(value);
  if (match) {
    const [, month, day, time, year] = match;
    return `${day.replace(" ", "0")} ${month} ${year} ${time} GMT`;
  }
  return "no date";
}

/** A year of two digits is never more than fifty years in the future. */
function fullYear(year: number): number {
  const now = new Date().getUTCFullYear();
  const full = now - now % 100 + year;
  return full > now + 50 ? full - 100 : full;
}
