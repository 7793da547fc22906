import { expectBody, expectField, suite, variant } from "../../../kit/mod.ts";
import {
  CONTENT,
  EARLIER_DATE,
  etagOf,
  LATER_DATE,
  MODIFIED,
  MODIFIED_DATE,
  PAGE,
  servePage,
} from "./page.ts";
import type { Causes } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 13.1.3",
  try: "curl -i http://127.0.0.1:8000/style.css " +
    "-z 'Fri, 01 Jan 2100 00:00:00 GMT'",
});

const NOT_EARLIER: readonly [date: string, Causes][] = [
  [LATER_DATE, {}],
  [MODIFIED_DATE, {
    200: "the mtime has milliseconds, the client's date has not: compare " +
      "whole seconds; and the same second counts as not modified",
  }],
];

Deno.test(test("a client whose date is not earlier is told so: 304", {
  because: "RFC 9110 sections 13.1.3 and 15.4.5",
}, async () => {
  // HTTP-dates have no milliseconds; most files do.
  await using site = await servePage(new Date(MODIFIED.getTime() + 500));
  for (const [date, causes] of NOT_EARLIER) {
    const fieldLine = `If-Modified-Since: ${date}`;
    await variant(fieldLine, async () => {
      const response = await site.get(PAGE, fieldLine);
      site.expectStatus(response, 304, causes);
      expectField(response, "ETag");
      site.expectStatus(await site.head(PAGE, fieldLine), 304, {
        200: "the field counts for HEAD too",
      });
    });
  }
}));

const SENT: readonly [date: string, Causes][] = [
  [EARLIER_DATE, { 304: "304 is sent although the file has changed since" }],
  ["yesterday", {
    304: "this is not a date, and NaN is neither before nor after anything: " +
      "send 304 only if the comparison is true",
  }],
];

Deno.test(
  test("a client with an earlier date, or none, is sent the file", {
    because: "RFC 9110 section 13.1.3: a field without a date is ignored",
  }, async () => {
    await using site = await servePage();
    for (const [date, causes] of SENT) {
      const fieldLine = `If-Modified-Since: ${date}`;
      await variant(fieldLine, async () => {
        const response = await site.get(PAGE, fieldLine);
        site.expectStatus(response, 200, causes);
        expectBody(response, CONTENT);
      });
    }
  }),
);

Deno.test(test("with If-None-Match, the date is ignored", {
  because: "RFC 9110 section 13.2.2",
}, async () => {
  await using site = await servePage();
  const etag = await etagOf(site);
  const otherTag = 'If-None-Match: "another"';
  const sameDate = `If-Modified-Since: ${MODIFIED_DATE}`;
  await variant("another tag, the same date", async () => {
    site.expectStatus(await site.get(PAGE, otherTag, sameDate), 200, {
      304: "the date is looked at although there is an If-None-Match",
    });
  });
  const sameTag = `If-None-Match: ${etag}`;
  const earlierDate = `If-Modified-Since: ${EARLIER_DATE}`;
  await variant("the same tag, an earlier date", async () => {
    site.expectStatus(await site.get(PAGE, sameTag, earlierDate), 304, {
      200: "the date is looked at although there is an If-None-Match",
    });
  });
}));

/** Conditions that are true: a server that ignores them sends the file, too. */
const TRUE_CONDITIONS = [
  "If-Match: *",
  `If-Unmodified-Since: ${MODIFIED_DATE}`,
];

Deno.test(test("a condition for changes that is true changes nothing", {
  because: "RFC 9110 sections 13.1.1 and 13.1.4",
}, async () => {
  await using site = await servePage();
  for (const fieldLine of TRUE_CONDITIONS) {
    await variant(fieldLine, async () => {
      site.expectStatus(await site.get(PAGE, fieldLine), 200, {
        412: "the file exists, and was not modified after this date",
      });
    });
  }
}));
