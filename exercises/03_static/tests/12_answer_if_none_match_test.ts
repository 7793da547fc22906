import { expectBody, expectField, suite, variant } from "../../../kit/mod.ts";
import { CONTENT, etagOf, PAGE, servePage } from "./page.ts";
import type { Causes } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 13.1.2 and 15.4.5",
  try: "curl -i http://127.0.0.1:8000/ -H 'If-None-Match: *'",
});

const WEAK: Causes = {
  200: "W/ makes no difference here: ifNoneMatch() ignores it",
};
const LIST: Causes = {
  200: "the field may have a list of tags: ifNoneMatch() takes it apart",
};

const MATCHING: readonly [field: (etag: string) => string, Causes][] = [
  [(etag) => etag, {
    200: "If-None-Match is not looked at, or the wrong way round: " +
      "ifNoneMatch() returns false if the client has the file",
  }],
  [(etag) => etag.replace("W/", ""), WEAK],
  [(etag) => `"of-old", ${etag}, "of-tomorrow"`, LIST],
  [() => "*", { 200: "* matches any state of the file" }],
];

Deno.test(
  test("a client that has the file is told so: 304", {}, async () => {
    await using site = await servePage();
    const etag = await etagOf(site);
    for (const [field, causes] of MATCHING) {
      const fieldLine = `If-None-Match: ${field(etag)}`;
      await variant(fieldLine, async () => {
        const response = await site.get(PAGE, fieldLine);
        site.expectStatus(response, 304, {
          ...causes,
          412: "412 is for If-Match, and for methods that change something",
        });
        expectField(response, "ETag", etag, {
          expected: "304 has the ETag that 200 would have",
        });
        const head = await site.head(PAGE, fieldLine);
        site.expectStatus(head, 304, {
          200: "the field counts for HEAD too",
        });
      });
    }
  }),
);

const OTHERS = ['"another"', 'W/"another"', ""];

Deno.test(
  test("a client that has another state is sent the file", {}, async () => {
    await using site = await servePage();
    for (const value of OTHERS) {
      const fieldLine = `If-None-Match: ${value}`.trimEnd();
      await variant(fieldLine, async () => {
        const response = await site.get(PAGE, fieldLine);
        site.expectStatus(response, 200, {
          304: "304 is sent although no tag is that of the file: " +
            "ifNoneMatch() returns true if the client needs the file",
        });
        expectBody(response, CONTENT);
      });
    }
  }),
);
