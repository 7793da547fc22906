/**
 * The page of the guestbook as a browser shows it, for the tests. It is given:
 * there is nothing to write here.
 *
 * @module
 */

import { bodyText, type RawResponse } from "../../kit/mod.ts";

/**
 * The entries of a page as a browser shows them.
 *
 * @param response The page.
 * @returns The text of every `<article>`, from the top.
 */
export function shownEntries(response: RawResponse): string[] {
  const html = bodyText(response);
  return [...html.matchAll(/<article\b[^>]*>(.*?)<\/article>/gs)]
    .map(([, inner]) => shownText(inner));
}

/** The contents of the form. */
export interface ShownForm {
  /** The value of the field firstname; `undefined` without such a field. */
  readonly firstname: string | undefined;
  /** The value of the field message; `undefined` without such a field. */
  readonly message: string | undefined;
}

/**
 * The form of a page as a browser shows it.
 *
 * @param response The page.
 * @returns Its fields; `undefined` without a form.
 */
export function shownForm(response: RawResponse): ShownForm | undefined {
  const form = formSource(response);
  if (form === undefined) return undefined;
  const input = tags(form, "input")
    .find((tag) => attribute(tag, "name") === "firstname");
  // A browser drops the first line end after the tag.
  const textarea = /(<textarea\b[^>]*>)\n?(.*?)<\/textarea>/is.exec(form);
  const isMessage = textarea && attribute(textarea[1], "name") === "message";
  return {
    firstname: input && (attribute(input, "value") ?? ""),
    message: isMessage ? decode(textarea[2]) : undefined,
  };
}

/**
 * The HTML of the form.
 *
 * @param response The page.
 * @returns From `<form` to `</form>`; `undefined` without a form.
 */
export function formSource(response: RawResponse): string | undefined {
  return /<form\b.*?<\/form>/is.exec(bodyText(response))?.[0];
}

/**
 * Where the links of a page lead that turn pages.
 *
 * @param response The page.
 * @param target Where it is: "/?page=2".
 * @returns The URLs that have a `page` in their query; the host is "localhost".
 */
export function pageLinks(response: RawResponse, target: string): URL[] {
  return tags(bodyText(response), "a")
    .map((tag) => attribute(tag, "href") ?? "")
    .flatMap((href) => URL.parse(href, `http://localhost${target}`) ?? [])
    .filter(({ searchParams }) => searchParams.has("page"));
}

/**
 * Reads the elements with role="alert".
 *
 * @param response The page.
 * @returns Their text; empty without such an element.
 */
export function shownProblems(response: RawResponse): string {
  const alerts = bodyText(response).matchAll(
    /<(\w+)\b[^>]*\brole=["']?alert["']?[^>]*>(.*?)<\/\1>/gs,
  );
  return [...alerts].map(([, , inner]) => shownText(inner)).join(" ");
}

/**
 * The attribute of a tag as a browser reads it.
 *
 * @param tag The tag: `<input name="firstname">`.
 * @param name The name of the attribute.
 * @returns Its value; `undefined` if it is missing.
 */
export function attribute(tag: string, name: string): string | undefined {
  const pattern = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (const match of tag.slice(1).matchAll(pattern)) {
    if (match[1] !== name) continue;
    return decode(match[2] ?? match[3] ?? match[4] ?? "");
  }
}

/**
 * All tags of a kind.
 *
 * @param html The page, or a part of it.
 * @param name The name of the element.
 * @returns The start tags; a ">" in a quoted value does not end one.
 */
export function tags(html: string, name: string): string[] {
  const tag = new RegExp(`<${name}\\b(?:"[^"]*"|'[^']*'|[^"'>])*>`, "gi");
  return html.match(tag) ?? [];
}

function shownText(html: string): string {
  const text = html.replace(/<br\b[^>]*>/gi, "\n").replace(/<[^>]*>/g, "");
  return decode(text).trim();
}

function decode(html: string): string {
  const named: Record<string, string> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
  };
  return html.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (all, hex, dec, n) =>
      hex || dec
        ? String.fromCodePoint(hex ? parseInt(hex, 16) : Number(dec))
        : named[n] ?? all,
  );
}
