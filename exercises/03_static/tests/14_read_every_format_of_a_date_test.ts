import { suite, variant } from "../../../kit/mod.ts";
import { MODIFIED, PAGE, servePage, setModified } from "./page.ts";
import type { Causes } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 5.6.7: a recipient must accept all three formats",
});

const LOCAL: Causes = {
  200: "the format is not known, or it is read as local time (the test runs " +
    "in the time zone of Tokyo): Date.parse() does that unless GMT follows",
};

const DATES: readonly [date: string, status: number, Causes?][] = [
  ["Wed, 21 Oct 2015 07:28:00 GMT", 304],
  ["Wednesday, 21-Oct-15 07:28:00 GMT", 304, {
    200: "the format is not known, or its year is taken for 1915",
  }],
  ["Wed Oct 21 07:28:00 2015", 304, LOCAL],
  ["Sun Nov  1 07:28:00 2015", 304, {
    200: "a day of one digit has a second space in front of it",
  }],
  ["Wednesday, 21-Oct-15 07:27:59 GMT", 200],
  ["Wed Oct 21 07:27:59 2015", 200],
];

Deno.test(test("a date is read in all three formats", {}, async () => {
  using _tokyo = inTimeZone("Asia/Tokyo");
  await using site = await servePage();
  for (const [date, status, causes] of DATES) {
    const fieldLine = `If-Modified-Since: ${date}`;
    await variant(fieldLine, async () => {
      site.expectStatus(await site.get(PAGE, fieldLine), status, causes);
    });
  }
}));

Deno.test(
  test("a year of two digits is at most fifty years ahead", {}, async () => {
    await using site = await servePage();
    // The last column: by how much a server that answers otherwise is wrong.
    const rows = [
      [inYears(49), MODIFIED, 304, -100],
      [inYears(50, -2), MODIFIED, 304, -100],
      [inYears(50, 2), MODIFIED, 200, 0],
      [inYears(-49), MODIFIED, 200, 100],
      [inYears(-49), inYears(-49), 304, -100],
    ] as const;
    for (const [date, modified, status, error] of rows) {
      const fieldLine = `If-Modified-Since: ${twoDigits(date)}`;
      const title = `modified ${modified.toUTCString()}, ${fieldLine}`;
      const likely = `the year is taken for ${date.getUTCFullYear() + error}`;
      await variant(title, async () => {
        await setModified(site, modified);
        const response = await site.get(PAGE, fieldLine);
        site.expectStatus(response, status, { 200: likely, 304: likely });
      });
    }
  }),
);

const NOT_DATES = [
  "2020-01-01T00:00:00Z",
  "1577836800000",
  "Wed, 01 Jan 2020 00:00:00 +0100",
  "1 January 2020",
  "2020",
  "Wed, 01 Jan 2020 00:00:00 GMT; length=10",
  "on Wed, 01 Jan 2020 00:00:00 GMT",
  "Wednesday, 01-Jan-20 00:00:00 GMT+0100",
  "Ash Wednesday, 01-Jan-20 00:00:00 GMT",
  "Wed Jan  1 00:00:00 2020 +0100",
  "on Wed Jan  1 00:00:00 2020",
  "Thu, 01 Jan 2099 00000000 GMT",
  "Thu, 01 Jan 2099 :::::::: GMT",
];

Deno.test(test("any other format is ignored", {
  because: "RFC 9110 section 13.1.3: a field without an HTTP-date is ignored",
}, async () => {
  await using site = await servePage();
  for (const value of NOT_DATES) {
    const fieldLine = `If-Modified-Since: ${value}`;
    await variant(fieldLine, async () => {
      site.expectStatus(await site.get(PAGE, fieldLine), 200, {
        304:
          "Date.parse() takes more than HTTP-dates: look at the format first",
      });
    });
  }
}));

/** The time some years and days from now. */
function inYears(years: number, days = 0): Date {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  date.setUTCDate(date.getUTCDate() + days);
  return date;
}

/** A date in the format that has two digits for the year. */
function twoDigits(date: Date): string {
  const options = { weekday: "long", timeZone: "UTC" } as const;
  const weekday = date.toLocaleDateString("en", options);
  const [, day, month, year, time] = date.toUTCString().split(" ");
  return `${weekday}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
}

/** Sets the time zone of this process, to the end of a block. */
function inTimeZone(zone: string): Disposable {
  const before = Deno.env.get("TZ");
  Deno.env.set("TZ", zone);
  return {
    [Symbol.dispose]() {
      if (before === undefined) Deno.env.delete("TZ");
      else Deno.env.set("TZ", before);
    },
  };
}
