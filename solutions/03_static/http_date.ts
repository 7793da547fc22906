/**
 * Reading the dates of HTTP, in the preferred format and the two obsolete ones.
 * RFC 9110 section 5.6.7.
 *
 * @module
 */

// Sun, 06 Nov 1994 08:49:37 GMT
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/;
// Sunday, 06-Nov-94 08:49:37 GMT
const RFC850_DATE =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
// Sun Nov  6 08:49:37 1994
const ASCTIME_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/;

/**
 * Reads an HTTP-date.
 *
 * @param value The value of a field, `null` if it was not sent.
 * @returns The time in milliseconds since 1970, or `NaN` if `value` is not an
 * HTTP-date. Every comparison with `NaN` is false, so that a conditional field
 * with a malformed date is ignored.
 */
export function parseHttpDate(value: string | null): number {
  const text = toImfFixdate(value ?? "");
  const time = Date.parse(text);
  // Date.parse also accepts impossible dates such as 31 Feb. A date counts only
  // if it comes out the same when it is written again.
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
    return inTheRightCentury(
      Number(year),
      (full) => `${day} ${month} ${full} ${time} GMT`,
    );
  }
  match = ASCTIME_DATE.exec(value);
  if (match) {
    const [, month, day, time, year] = match;
    return `${day.replace(" ", "0")} ${month} ${year} ${time} GMT`;
  }
  return "no date";
}

/** A date whose year has two digits is never more than fifty years ahead. */
function inTheRightCentury(
  year: number,
  inYear: (full: number) => string,
): string {
  const latest = new Date();
  const full = latest.getUTCFullYear() - latest.getUTCFullYear() % 100 + year;
  latest.setUTCFullYear(latest.getUTCFullYear() + 50);
  const date = inYear(full);
  return Date.parse(date) > latest.getTime() ? inYear(full - 100) : date;
}
