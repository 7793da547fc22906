/**
 * The links of a listing, as a browser reads and follows them.
 *
 * @module
 */

import {
  bodyText,
  expectBody,
  Failure,
  type RawResponse,
  variant,
} from "../../../kit/mod.ts";
import type { Site } from "./site.ts";

/** The directory that the tests list: its name needs encoding too. */
export const LISTED = "list me";

/** Its path. */
export const LISTED_PATH = "/list%20me/";

/**
 * Expects that a listing has a link to an entry, and follows it.
 *
 * @param site The site with the listed directory.
 * @param listing The page.
 * @param name The name of a file, or of a directory with its slash.
 * @param content What the link leads to.
 */
export async function expectLink(
  site: Site,
  listing: RawResponse,
  name: string,
  content: string,
): Promise<void> {
  const hrefs = hrefsOf(listing);
  const names = hrefs.map((href) => href.replace(/^\.\/|^\/list%20me\//, ""));
  const path = hrefs.map(pathOf).find((path) => leadsTo(path, name));
  if (path === undefined) {
    const encoded = name.split("/").map(encodeURIComponent).join("/");
    throw new Failure(`no link in the listing leads to ${name}`, {
      transcript: listing.source.transcript,
      expected: `a link to ${LISTED_PATH}${encoded}, relative or absolute` +
        `\nits links are ${hrefs.join("  ") || "not there"}`,
      likely: causeOfMissing(name, encoded, names),
    });
  }
  await variant(`the link to ${name}`, async () => {
    const response = await site.get(path);
    site.expectStatus(response, 200);
    expectBody(response, content);
  });
}

/** The likely cause if the link to a name is missing. */
function causeOfMissing(
  name: string,
  encoded: string,
  hrefs: readonly string[],
): string | undefined {
  if (name.endsWith("/") && hrefs.includes(encodeURIComponent(name))) {
    return "the slash of a directory is encoded: " +
      'encodeURIComponent(name) + "/"';
  }
  if (name.endsWith("/") && hrefs.some((href) => `${href}/` === encoded)) {
    return "the link to a directory ends with a slash";
  }
  const [start, end] = encodeURIComponent(name).split("'");
  if (end !== undefined && hrefs.includes(start)) {
    return "encodeURIComponent() leaves ' as it is, and here it ends the " +
      "attribute: escape the link for HTML";
  }
  if (encoded === name) return undefined;
  if (hrefs.includes(encodeURI(name)) && hrefs.includes("two%20words.txt")) {
    return "encodeURI() leaves some characters as they are, # ? & and : among " +
      "them: encodeURIComponent(name)";
  }
  if (hrefs.includes(name)) {
    return "the name is not encoded in the link: encodeURIComponent(name)";
  }
  return undefined;
}

/** The values of the href attributes, without their entities. */
function hrefsOf(page: RawResponse): string[] {
  const entities: Record<string, string> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
  };
  const text = bodyText(page);
  const hrefs = /<a\b[^>]*\bhref=(?:"([^"]*)"|'([^']*)')/gi;
  return [...text.matchAll(hrefs)].map(([, double, single]) =>
    (double ?? single).replace(
      /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
      (all, decimal, hex, name) =>
        decimal || hex
          ? String.fromCodePoint(Number(decimal ?? `0x${hex}`))
          : entities[name] ?? all,
    )
  );
}

/** The path and query to which a link leads from the listing, on this server. */
function pathOf(href: string): string {
  const url = URL.parse(href, `http://localhost${LISTED_PATH}`);
  return url?.protocol === "http:" ? url.pathname + url.search : "";
}

/** Whether a path, split and decoded once, is that of a file in the listing. */
function leadsTo(path: string, name: string): boolean {
  const wanted = ["", LISTED, ...name.split("/")];
  try {
    const names = path.split("/").map(decodeURIComponent);
    return names.length === wanted.length &&
      names.every((name, index) => name === wanted[index]);
  } catch {
    return false;
  }
}
