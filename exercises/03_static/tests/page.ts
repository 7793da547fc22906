/**
 * A file of ten bytes that was modified at a known time, for the tests of
 * conditional requests.
 *
 * @module
 */

import { expectField } from "../../../kit/mod.ts";
import { serveFiles, type Site } from "./site.ts";

/** The path of the file. */
export const PAGE = "/page.html";

/** The content of the file. */
export const CONTENT = "0123456789";

/** When it was modified. */
export const MODIFIED = new Date("2015-10-21T07:28:00Z");

/** The same as an HTTP-date. */
export const MODIFIED_DATE = "Wed, 21 Oct 2015 07:28:00 GMT";

/** One second before. */
export const EARLIER_DATE = "Wed, 21 Oct 2015 07:27:59 GMT";

/** One second after. */
export const LATER_DATE = "Wed, 21 Oct 2015 07:28:01 GMT";

/**
 * Serves the file.
 *
 * @param modified When it was modified.
 * @returns The site.
 */
export async function servePage(modified = MODIFIED): Promise<Site> {
  const site = await serveFiles({ "page.html": CONTENT });
  await setModified(site, modified);
  return site;
}

/**
 * Lets the file be modified at another time.
 *
 * @param site The site.
 * @param time The time.
 */
export async function setModified(site: Site, time: Date): Promise<void> {
  await Deno.utime(site.directory.resolve("page.html"), time, time);
}

/**
 * Asks for the ETag of the file.
 *
 * @param site The site.
 * @returns The ETag, a weak one.
 */
export async function etagOf(site: Site): Promise<string> {
  const response = await site.get(PAGE);
  site.expectStatus(response, 200);
  const found = response.headers.get("ETag");
  return expectField(response, "ETag", /^W\/"[\x21\x23-\x7e]*"$/, {
    expected: 'a weak entity-tag: W/, then its text in double quotes: W/"abc"',
    likely: found === "[object Promise]"
      ? "eTag() returns a promise: await it"
      : found?.startsWith('"')
      ? "the tag is a strong one: eTag(info) makes a weak one of size and mtime"
      : undefined,
  });
}
