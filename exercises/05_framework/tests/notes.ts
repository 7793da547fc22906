/**
 * A site for the tests, its forms and its answers.
 *
 * @module
 */

import {
  bodyText,
  expectField,
  expectNotInBody,
  expectStatus,
  type Explanation,
  get,
  post,
  type RawResponse,
  type ServerUnderTest,
  start,
} from "../../../kit/mod.ts";
import { site } from "../server.ts";
import { serveWith } from "./serving.ts";

/** The field line of a form. */
export const FORM = "Content-Type: application/x-www-form-urlencoded";

/** The type of a page. */
export const HTML = /^text\/html; *charset=utf-8$/i;

/** Both are right: a Location is resolved against the URL of the request. */
const HOME = /^(?:http:\/\/localhost)?\/$/;

const SEE_OTHER: Explanation = {
  because: "RFC 9110 section 15.4.4: 303 sends the browser on with GET, so " +
    "that a reload does not post again",
};

/**
 * Starts a site of its own, which has no notes yet.
 *
 * @returns The server.
 */
export async function startSite(): Promise<ServerUnderTest> {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await start(serveWith(site())));
  expectNotInBody(await server.exchange(get("/")), 'href="/notes/', {
    expected: "a new site has no notes",
    because: "README: site() returns a handler with notes of its own",
    likely:
      "the notes are outside of site(), so that all sites share them: create " +
      "them in site()",
  });
  opened.move();
  return server;
}

/**
 * Expects the answer that sends the browser on to the page with the notes.
 *
 * @param response What was received.
 * @param refused What it means if the form is refused.
 */
export function expectSentHome(
  response: RawResponse,
  refused: Explanation = {},
): void {
  const { status } = response;
  const likely = status === 200
    ? "the POST is answered with the page itself"
    : undefined;
  const explanation = status < 400 ? { ...SEE_OTHER, likely } : refused;
  expectStatus(response, 303, explanation);
  expectField(response, "Location", HOME, SEE_OTHER);
}

/**
 * Adds a note.
 *
 * @param server The server.
 * @param text What the note says.
 */
export async function addNote(
  server: ServerUnderTest,
  text: string,
): Promise<void> {
  const body = `${new URLSearchParams({ text })}`;
  expectSentHome(await server.exchange(post("/notes", body, FORM)));
}

/**
 * The likely cause if a page shows markup that a visitor has typed.
 *
 * @param page The page.
 * @returns The cause; `undefined` if the page does not show it.
 */
export function whyNotEscaped(page: RawResponse): string | undefined {
  const text = bodyText(page);
  if (text.includes("&amp;lt;")) {
    return "the & of &lt; is escaped once more: replace & first, or all in " +
      "one go";
  }
  return text.includes("<script>")
    ? "a view shows the text as it is: escape it there"
    : undefined;
}
