import {
  expectField,
  expectThat,
  expectValue,
  suite,
} from "../../../kit/mod.ts";
import {
  etagOf,
  MODIFIED,
  MODIFIED_DATE,
  PAGE,
  servePage,
  setModified,
} from "./page.ts";

const test = suite(import.meta.url, {
  try: "curl -I http://127.0.0.1:8000/index.html",
});

Deno.test(test("a file says when it was last modified", {
  because: "RFC 9110 sections 5.6.7 and 8.8.2",
}, async () => {
  await using site = await servePage();
  const response = await site.get(PAGE);
  const found = response.headers.get("Last-Modified");
  expectField(response, "Last-Modified", MODIFIED_DATE, {
    likely: [`${MODIFIED}`, MODIFIED.toISOString()].includes(found ?? "")
      ? "a Date becomes an HTTP-date with toUTCString()"
      : undefined,
  });
}));

Deno.test(test("a time in the future counts as now", {
  because: "RFC 9110 section 8.8.2.1: never later than Date",
}, async () => {
  await using site = await servePage();
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
  await setModified(site, tomorrow);
  const response = await site.get(PAGE);
  const lastModified = expectField(response, "Last-Modified");
  const date = expectField(response, "Date");
  const isPast = Date.parse(lastModified) <= Date.parse(date);
  expectThat(isPast, `Last-Modified is ${lastModified}, later than Date`, {
    expected: "a Last-Modified that is not later than Date",
    likely: lastModified === tomorrow.toUTCString()
      ? "the mtime is sent as it is: send the earlier of it and now"
      : undefined,
  });
}));

Deno.test(test("a file has an ETag that changes with it", {
  because: "RFC 9110 section 8.8.3; weak, since it is not made of the bytes",
}, async () => {
  await using site = await servePage();
  const before = await etagOf(site);
  expectValue("the ETag of the same file", await etagOf(site), before, {
    likely: "the ETag contains something that is not of the file, such as " +
      "the time of the answer",
  });
  await setModified(site, new Date(MODIFIED.getTime() + 1000));
  const later = await etagOf(site);
  expectThat(later !== before, `the ETag is still ${before}`, {
    expected: "another ETag after the mtime has changed",
    likely: "the ETag is not made of the mtime",
  });
  await site.directory.write("page.html", "something else");
  await setModified(site, MODIFIED);
  const longer = await etagOf(site);
  expectThat(longer !== before, `the ETag is still ${before}`, {
    expected: "another ETag after the size has changed",
    likely: "the ETag is not made of the size",
  });
}));
