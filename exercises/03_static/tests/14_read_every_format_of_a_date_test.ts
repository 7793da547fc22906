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
    const thisYear = new Date().getUTCFullYear();
    const longAgo = new Date(Date.UTC(thisYear - 49, 10, 6, 8, 49, 37));
    const rows = [
      [49, MODIFIED, 304],
      [-49, MODIFIED, 200],
      [-49, longAgo, 304],
    ] as const;
    for (const [years, modified, status] of rows) {
      const fieldLine = `If-Modified-Since: ${twoDigits(thisYear + years)}`;
      const title = `modified ${modified.toUTCString()}, ${fieldLine}`;
      await variant(title, async () => {
        await setModified(site, modified);
        site.expectStatus(await site.get(PAGE, fieldLine), status, {
          200: `the year is taken for ${thisYear + years - 100}`,
          304: `the year is taken for ${thisYear + years + 100}`,
        });
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

/** The sixth of November of a year, in the format that has two digits for it. */
function twoDigits(year: number): string {
  const date = new Date(Date.UTC(year, 10, 6));
  const options = { weekday: "long", timeZone: "UTC" } as const;
  const day = date.toLocaleDateString("en", options);
  return `${day}, 06-Nov-${`${year}`.slice(-2)} 08:49:37 GMT`;
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
