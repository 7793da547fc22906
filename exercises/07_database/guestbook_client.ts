/**
 * A visitor of the guestbook, for the tests: sends the form, and
 * expects what the page then shows. It is given: there is nothing to write here.
 *
 * @module
 */

import {
  allVariants,
  type Connection,
  type ConnectOptions,
  expectField,
  expectStatus,
  type Explanation,
  Failure,
  post,
  Program,
  type RawResponse,
  variant,
} from "../../kit/mod.ts";
import {
  formSource,
  shownEntries,
  shownForm,
  shownProblems,
} from "./page_reader.ts";

/** A server within the test, or a program. */
export interface Peer {
  /** Connects to it. */
  connect(options?: ConnectOptions): Promise<Connection>;
}

/** The text that a visitor types. */
export interface Typed {
  /** The name. */
  readonly firstname: string;
  /** The message. */
  readonly message: string;
}

/** An entry like any other. */
export const ADA: Typed = { firstname: "Ada", message: "Hello" };

/** Either status code says that the server has failed, and not the visitor. */
export const OUT_OF_ORDER: readonly number[] = [500, 503];

/** Either says: what you sent is understood, and not acceptable. */
export const REFUSED: readonly number[] = [422, 400];

/** The field with which a browser sends a form. */
export const FORM_TYPE = "Content-Type: application/x-www-form-urlencoded";

/**
 * Starts the server as a program.
 *
 * @param database The database file.
 * @returns The program; dispose of it, `await using`.
 */
export function startProgram(database: string): Program {
  const url = import.meta.resolve("./server.ts");
  return Program.start(url, ["--port", "0", "--database", database]);
}

/**
 * The request of a browser that sends the form.
 *
 * @param typed What was typed.
 * @param path Where the form is sent.
 * @returns The request.
 */
export function submit(typed: Partial<Typed>, path = "/"): string {
  return post(path, `${new URLSearchParams({ ...typed })}`, FORM_TYPE);
}

/**
 * Sends a request on a connection of its own.
 *
 * @param peer Whom to ask.
 * @param request The request.
 * @returns The response. It may take long: programs are slow to start.
 */
export async function ask(peer: Peer, request: string): Promise<RawResponse> {
  const connection = await peer.connect({ silenceMs: 10_000 });
  await connection.send(request);
  const response = await connection.readResponse();
  await connection.destroy();
  return response;
}

/**
 * Writes into the guestbook.
 *
 * @param peer Whose guestbook.
 * @param firstnames The names; all of them say "Hello".
 */
export async function sign(peer: Peer, ...firstnames: string[]): Promise<void> {
  for (const firstname of firstnames) {
    const request = submit({ firstname, message: "Hello" });
    expectStored(await ask(peer, request));
  }
}

/**
 * Expects the answer to an entry that was stored.
 *
 * @param response What was received.
 * @param path Where the guestbook is.
 * @param likely The likely cause of another status.
 */
export function expectStored(
  response: RawResponse,
  path = "/",
  likely?: string,
): void {
  expectStatus(response, 303, { likely, ...withReason(response, 303) });
  const location = expectField(response, "Location");
  const url = URL.parse(location, "http://localhost/");
  const isHere = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
  if (isHere && url?.pathname === path) return;
  throw new Failure(`Location is "${location}"`, {
    transcript: response.source.transcript,
    expected: `Location leads to ${path} of this server, where the page is`,
    likely: "it is options.path, nothing before it: // begins another host",
  });
}

/** A page is cut before it comes to what it says is wrong. */
function withReason(response: RawResponse, status: number): Explanation {
  const reason = shownProblems(response);
  if (reason === "") return {};
  const expected = `the status code ${status}\nthe page says "${reason}"`;
  if (!REFUSED.includes(response.status)) return { expected };
  const likely = "a valid entry was refused: the page says why";
  return { expected, likely };
}

/**
 * Expects entries, these and no others, in this order.
 *
 * @param response The page.
 * @param wanted What each entry shows.
 * @param likely The likely cause of other entries.
 */
export function expectEntries(
  response: RawResponse,
  wanted: readonly (readonly string[])[],
  likely?: string,
): void {
  expectFirstEntries(response, wanted, likely);
  const { length } = shownEntries(response);
  if (length === wanted.length) return;
  const headline = `the page shows ${length} <article> instead of ` +
    wanted.length;
  const expected = `an <article> for every entry, ${wanted.length} altogether`;
  throw wrongEntries(response, headline, { expected, likely });
}

/**
 * Expects that a page begins with certain entries.
 *
 * @param response The page.
 * @param wanted What each entry shows.
 * @param likely The likely cause of other entries.
 */
export function expectFirstEntries(
  response: RawResponse,
  wanted: readonly (readonly string[])[],
  likely?: string,
): void {
  expectStatus(response, 200, { likely, ...withReason(response, 200) });
  const found = shownEntries(response);
  for (const [index, texts] of wanted.entries()) {
    const missing = texts.find((text) => !found[index]?.includes(text));
    if (missing === undefined) continue;
    const headline = `entry ${index + 1} of the page does not show ` +
      shorten(missing);
    const expected = "an <article> for every entry, the newest first, each " +
      "with name and message as they were typed";
    throw wrongEntries(response, headline, { expected, likely });
  }
}

function wrongEntries(
  response: RawResponse,
  headline: string,
  { expected, likely }: { expected: string; likely?: string },
): Failure {
  const found = shownEntries(response).slice(0, 12).map(shorten);
  const shown = found.length === 0 ? ["none at all"] : found;
  return new Failure(headline, {
    transcript: response.source.transcript,
    expected: [expected, "the page shows", ...shown].join("\n"),
    likely,
  });
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/**
 * Expects that a response says it is a page, in UTF-8.
 *
 * @param response What was received.
 */
export function expectHtml(response: RawResponse): void {
  expectField(response, "Content-Type", /^text\/html; *charset="?utf-8"?$/i, {
    because: "RFC 9110 section 8.3: without it, a browser has to guess",
    likely:
      'charset is missing, or this is no page: "text/html; charset=utf-8"',
  });
}

/**
 * Expects a page that says what is wrong, in an element with role="alert".
 *
 * @param response What was received.
 * @param statuses The status codes that say so too.
 * @param words What the reason must contain.
 * @param likely The likely cause of another status.
 * @returns The reason.
 */
export function expectProblem(
  response: RawResponse,
  statuses: readonly number[],
  words = /\S/,
  likely?: string,
): string {
  if (!statuses.includes(response.status)) {
    const expected = `a page with the status code ${statuses.join(" or ")}`;
    expectStatus(response, statuses[0], { expected, likely });
  }
  expectHtml(response);
  const reasons = shownProblems(response);
  if (words.test(reasons)) return reasons;
  throw new Failure(
    reasons === ""
      ? "the page does not say what is wrong"
      : `the page says what is wrong, but not ${words}: "${reasons}"`,
    {
      transcript: response.source.transcript,
      expected: 'an element with role="alert" that tells the reason',
    },
  );
}

/**
 * Expects a form that has in it what was typed.
 *
 * @param response The page.
 * @param typed What was typed.
 */
export function expectForm(response: RawResponse, typed: Typed): void {
  const shown = shownForm(response);
  for (const name of ["firstname", "message"] as const) {
    const text = shown?.[name];
    if (text === undefined) throw noField(response, name);
    if (text === typed[name]) continue;
    const [found, wanted] = [text, typed[name]].map(shorten);
    throw new Failure(`the field ${name} shows ${found} instead of ${wanted}`, {
      transcript: response.source.transcript,
      expected: "a form in which a browser shows what was typed" +
        `\nthe form is\n${cut(formSource(response) ?? "")}`,
    });
  }
}

/** As much of a long text as a message has room for. */
function cut(text: string): string {
  return text.length > 800 ? `${text.slice(0, 800)}…` : text;
}

/**
 * Runs a test for each row of a table.
 *
 * @param rows What is tried, by its name.
 * @param body Tries it.
 */
export async function forEachRow<Row>(
  rows: Readonly<Record<string, Row>>,
  body: (row: Row) => Promise<void>,
): Promise<void> {
  for (const [name, row] of Object.entries(rows)) {
    await variant(name, () => body(row));
  }
}

/**
 * Runs a test for all rows of a table at the same time.
 *
 * @param rows What is tried, by its name.
 * @param body Tries it.
 */
export async function sideBySide<Row>(
  rows: Readonly<Record<string, Row>>,
  body: (row: Row) => Promise<void>,
): Promise<void> {
  await allVariants(
    Object.entries(rows).map(([name, row]) => variant(name, () => body(row))),
  );
}

function noField(response: RawResponse, name: string): Failure {
  return new Failure(`the page has no form with a field ${name}`, {
    transcript: response.source.transcript,
    expected: '<form method="post"> with <input name="firstname"> and ' +
      '<textarea name="message">',
  });
}
