/**
 * The suite of stage 03, task 6: which state of the file the client has.
 *
 * @module
 */

import { assertEquals, assertNotEquals } from "@std/assert";
import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  Failure,
  get,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

const MODIFIED = new Date("2015-10-21T07:28:00Z");
const MODIFIED_DATE = "Wed, 21 Oct 2015 07:28:00 GMT";
const EARLIER_DATE = "Wed, 21 Oct 2015 07:27:59 GMT";
const LATER_DATE = "Wed, 21 Oct 2015 07:28:01 GMT";

/** A directory with `page.html`, ten bytes that were modified at a known time. */
async function createSite(modified = MODIFIED): Promise<TempDir> {
  const site = await TempDir.create({ "page.html": "0123456789" });
  await Deno.utime(site.resolve("page.html"), modified, modified);
  return site;
}

Deno.test(task(6, "a file says when it was last modified", {
  because:
    "RFC 9110 sections 5.6.7 and 8.8.2: an HTTP-date, and never one in " +
    "the future",
  likely:
    "toUTCString() of the mtime is an HTTP-date; toString() is none; and " +
    "an mtime in the future counts as now",
  try: "curl -I http://127.0.0.1:8000/index.html",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.path });
  const response = await server.exchange(get("/page.html"));
  expectField(response, "Last-Modified", MODIFIED_DATE);
  await variant("a file whose mtime lies in the future", async () => {
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
    await Deno.utime(site.resolve("page.html"), tomorrow, tomorrow);
    const response = await server.exchange(get("/page.html"));
    const lastModified = expectField(response, "Last-Modified");
    if (Date.parse(lastModified) <= Date.now()) return;
    throw new Failure(
      `Last-Modified is ${lastModified}, and that is tomorrow`,
      {
        expected: "a Last-Modified that is not later than Date",
      },
    );
  });
}));

/** Times that some file systems keep, in seconds since 1970. */
const IMPOSSIBLE_TIMES: Readonly<Record<string, number>> = {
  "more than a Date can hold": 9e12,
  "before the year 0": -7e10,
};

/** A directory in memory: unlike those of disks, its files may have any time. */
const MEMORY = "/dev/shm";

Deno.test(ifThereIs(
  MEMORY,
  task(6, "a time that cannot be an HTTP-date is neither sent nor compared", {
    because:
      "RFC 9110 sections 5.6.7, 8.8.2 and 13.1.3: a year has four digits",
    likely:
      'toUTCString() writes "Invalid Date", or a year with a sign: leave ' +
      "out Last-Modified then, and ignore If-Modified-Since",
  }, async () => {
    const root = await Deno.makeTempDir({ dir: MEMORY });
    try {
      const path = `${root}/page.html`;
      await Deno.writeTextFile(path, "0123456789");
      await using server = await start(serve, { root });
      for (const [name, time] of Object.entries(IMPOSSIBLE_TIMES)) {
        await Deno.utime(path, time, time);
        await variant(name, async () => {
          const fieldLine = `If-Modified-Since: ${LATER_DATE}`;
          const response = await server.exchange(get("/page.html", fieldLine));
          expectStatus(response, 200);
          expectNoField(response, "Last-Modified");
        });
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  }),
));

/** Skips a test, and says so, on a machine without a certain directory. */
function ifThereIs(
  directory: string,
  test: Deno.TestDefinition,
): Deno.TestDefinition {
  try {
    if (Deno.statSync(directory).isDirectory) return test;
  } catch {
    // It does not exist, or this program may not look at it.
  }
  const name = `${test.name} (skipped: no ${directory} on this machine)`;
  return { ...test, name, ignore: true };
}

Deno.test(task(6, "a file has an ETag that changes with it", {
  because: "RFC 9110 section 8.8.3; weak, since it is not made of the bytes",
  likely: "eTag(info) of @std/http/etag makes one of the size and the mtime; " +
    "it returns a promise",
  try: "curl -I http://127.0.0.1:8000/index.html",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.path });
  const before = await etagOf(server);
  assertEquals(await etagOf(server), before, "the file is the same");
  await site.write("page.html", "something else");
  assertNotEquals(await etagOf(server), before, "the file is another");
}));

Deno.test(task(6, "a client that has the file is told so: 304, no body", {
  because: "RFC 9110 sections 13.1.2, 13.1.3 and 15.4.5",
  likely:
    "the mtime has milliseconds, the date of the client has none: compare " +
    "whole seconds; of ETags, ifNoneMatch() compares lists, * and W/",
  try: "curl -i http://127.0.0.1:8000/ -H 'If-None-Match: *'",
}, async () => {
  // HTTP-dates have no milliseconds; most files do.
  const modified = new Date(MODIFIED.getTime() + 500);
  await using site = await createSite(modified);
  await using server = await start(serve, { root: site.path });
  const etag = await etagOf(server);
  const fieldLines = [
    `If-Modified-Since: ${MODIFIED_DATE}`,
    `If-Modified-Since: ${LATER_DATE}`,
    `If-None-Match: ${etag}`,
    `If-None-Match: "of-old", ${etag}, "of-tomorrow"`,
    `If-None-Match: ${etag.replace("W/", "")}`,
    "If-None-Match: *",
  ];
  for (const fieldLine of fieldLines) {
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/page.html", fieldLine));
      expectStatus(response, 304);
      expectField(response, "ETag", etag);
      const head = get("/page.html", fieldLine).replace("GET", "HEAD");
      expectStatus(await server.exchange(head, { method: "HEAD" }), 304);
    });
  }
}));

Deno.test(task(6, "a client that has another one is sent the file", {
  because: "RFC 9110 sections 13.1.2 and 13.1.3: what is no date is ignored",
  likely:
    "Date.parse takes much more than HTTP-dates; or 304 is sent whenever " +
    "the field is there",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.path });
  const fieldLines = [
    `If-Modified-Since: ${EARLIER_DATE}`,
    'If-None-Match: "another"',
    'If-None-Match: W/"another"',
    "If-None-Match:",
    "If-Modified-Since: yesterday",
    "If-Modified-Since: 2020-01-01T00:00:00Z",
    "If-Modified-Since: 1577836800000",
    "If-Modified-Since: Wed, 01 Jan 2020 00:00:00 +0100",
  ];
  for (const fieldLine of fieldLines) {
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/page.html", fieldLine));
      expectStatus(response, 200);
      expectBody(response, "0123456789");
    });
  }
}));

Deno.test(task(6, "the ETag counts more than the date", {
  because:
    "RFC 9110 section 13.2.2: with If-None-Match, If-Modified-Since is " +
    "ignored",
  likely: "the two are looked at one after the other: if there is an " +
    "If-None-Match, the date is not looked at",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, { root: site.path });
  const etag = await etagOf(server);
  await variant("the date says 304, the ETag 200", async () => {
    const response = await server.exchange(get(
      "/page.html",
      'If-None-Match: "another"',
      `If-Modified-Since: ${MODIFIED_DATE}`,
    ));
    expectStatus(response, 200);
  });
  await variant("the date says 200, the ETag 304", async () => {
    const response = await server.exchange(get(
      "/page.html",
      `If-None-Match: ${etag}`,
      `If-Modified-Since: ${EARLIER_DATE}`,
    ));
    expectStatus(response, 304);
  });
}));

Deno.test(task(6, "a date is read in all three formats", {
  because: "RFC 9110 section 5.6.7: a recipient must accept all three",
  likely:
    "one of the obsolete formats is forgotten, or is read as local time, " +
    "which Date.parse does unless GMT stands there (the test runs in the " +
    "time zone of Tokyo); or a year of two digits is put into the wrong " +
    "century: it is at most fifty years ahead",
}, async () => {
  using _tokyo = inTimeZone("Asia/Tokyo");
  await using site = await createSite();
  await using server = await start(serve, { root: site.path });
  const thisYear = new Date().getUTCFullYear();
  const dates: readonly [date: string, status: number][] = [
    ["Wed, 21 Oct 2015 07:28:00 GMT", 304],
    ["Wednesday, 21-Oct-15 07:28:00 GMT", 304],
    ["Wed Oct 21 07:28:00 2015", 304],
    ["Sun Nov  1 07:28:00 2015", 304],
    ["Wednesday, 21-Oct-15 07:27:59 GMT", 200],
    ["Wed Oct 21 07:27:59 2015", 200],
    [dateOfTwoDigits(thisYear + 40), 304],
    [dateOfTwoDigits(thisYear - 40), 200],
  ];
  for (const [date, status] of dates) {
    const fieldLine = `If-Modified-Since: ${date}`;
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/page.html", fieldLine));
      expectStatus(response, status);
    });
  }
}));

/** The sixth of November of a year, in the format that has two digits for it. */
function dateOfTwoDigits(year: number): string {
  const date = new Date(Date.UTC(year, 10, 6));
  const options = { weekday: "long", timeZone: "UTC" } as const;
  const day = date.toLocaleDateString("en", options);
  return `${day}, 06-Nov-${`${year}`.slice(-2)} 08:49:37 GMT`;
}

/** Lets local time be that of another place, to the end of a block. */
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

/** The ETag of the file, a weak one. */
async function etagOf(server: ServerUnderTest): Promise<string> {
  const response = await server.exchange(get("/page.html"));
  expectStatus(response, 200);
  return expectField(response, "ETag", /^W\/"[\x21\x23-\x7e]*"$/, {
    expected: "a weak entity-tag: W/, then what it is in double quotes",
  });
}
