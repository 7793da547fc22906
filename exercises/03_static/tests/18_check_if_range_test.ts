import {
  expectBody,
  expectField,
  Failure,
  suite,
  variant,
} from "../../../kit/mod.ts";
import {
  CONTENT,
  EARLIER_DATE,
  etagOf,
  LATER_DATE,
  MODIFIED_DATE,
  PAGE,
  servePage,
  setModified,
} from "./page.ts";
import type { Causes, Site } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 13.1.5: only a strong validator matches, and a " +
    "date only if it is exactly that of the file",
});

const OTHER_DATE: Causes = {
  206: "If-Range is not looked at, or its date is compared with < or >: only " +
    "exactly the date of Last-Modified matches",
};
const TAG: Causes = {
  206: "the ETag is weak, so that two files of the same size and mtime have " +
    "the same one: it never matches",
};

const VALIDATORS: readonly [
  validator: (etag: string) => string,
  status: number,
  Causes?,
][] = [
  [() => MODIFIED_DATE, 206, {
    200: "the date is that of Last-Modified, and long past: it matches",
  }],
  [() => EARLIER_DATE, 200, OTHER_DATE],
  [() => LATER_DATE, 200, OTHER_DATE],
  [() => '"another"', 200, { 206: "If-Range is not looked at" }],
  [(etag) => etag, 200, TAG],
  [(etag) => etag.replace("W/", ""), 200, TAG],
];

Deno.test(
  test("only a client that has the same file is sent a part", {}, async () => {
    await using site = await servePage();
    const etag = await etagOf(site);
    for (const [validator, status, causes] of VALIDATORS) {
      const ifRange = `If-Range: ${validator(etag)}`;
      await variant(ifRange, async () => {
        const response = await site.get(PAGE, "Range: bytes=7-", ifRange);
        site.expectStatus(response, status, causes);
        expectBody(response, status === 206 ? "789" : CONTENT);
      });
    }
  }),
);

Deno.test(test("a part that is outside the file is not looked at either", {
  because: "RFC 9110 section 13.1.5: Range is ignored if If-Range is false",
}, async () => {
  await using site = await servePage();
  const ifRange = 'If-Range: "another"';
  const response = await site.get(PAGE, "Range: bytes=10-", ifRange);
  site.expectStatus(response, 200, {
    416: "Range is evaluated before If-Range",
  });
}));

Deno.test(test("a date does not match until its second is over", {
  because: "RFC 9110 section 8.8.2.2: within the same second a file can " +
    "change again, and keep its date",
}, async () => {
  await using site = await servePage();
  // The second may end between two requests. Then try another one.
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await tryWithinASecond(site)) return;
  }
  throw new Failure("Last-Modified and Date were never of the same second", {
    expected: "Last-Modified is the mtime, which the test has set to now",
  });
}));

/** Changes the file and asks at once; false if a second has ended meanwhile. */
async function tryWithinASecond(site: Site): Promise<boolean> {
  await setModified(site, new Date());
  const whole = await site.get(PAGE);
  const lastModified = expectField(whole, "Last-Modified");
  const ifRange = `If-Range: ${lastModified}`;
  const response = await site.get(PAGE, "Range: bytes=7-", ifRange);
  if (expectField(response, "Date") !== lastModified) return false;
  site.expectStatus(response, 200, {
    206: "the date is only compared with Last-Modified: it must also be at " +
      "least one second in the past",
  });
  expectBody(response, CONTENT);
  return true;
}
