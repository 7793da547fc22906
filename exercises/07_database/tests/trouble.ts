/**
 * The page and the log of a guestbook whose file cannot be used, for the tests.
 *
 * @module
 */

import {
  bodyText,
  expectThat,
  type RawResponse,
  type ServerUnderTest,
} from "../../../kit/mod.ts";
import {
  expectForm,
  expectProblem,
  OUT_OF_ORDER,
} from "../guestbook_client.ts";

/** How late an answer may be, in milliseconds. */
const LATE_MS = 1000;

/** A client that waits longer than a server that ignores busyTimeoutMs. */
export const PATIENT = { silenceMs: 7000 };

/** An empty form. */
const NOTHING = { firstname: "", message: "" };

/** Words of SQLite. */
const SQLITE_WORDS = [
  "database is locked",
  "readonly database",
  "not a database",
  "malformed",
  "unable to open",
  "SQLITE",
];

/**
 * Expects the page that says the guestbook cannot be used: it keeps what was
 * typed, and tells nothing about the file.
 *
 * @param response What was received.
 * @param database The file.
 * @param options The status codes that are fine, and what was typed.
 */
export function expectTrouble(
  response: RawResponse,
  database: string,
  { statuses = OUT_OF_ORDER, typed = NOTHING } = {},
): void {
  const likely = response.status === 500
    ? "the error of SQLite reaches the engine: catch it, and show the form " +
      "with what was typed"
    : undefined;
  expectProblem(response, statuses, /\S/, likely);
  expectForm(response, typed);
  const html = bodyText(response);
  const told = [database, ...SQLITE_WORDS].find((words) =>
    html.includes(words)
  );
  expectThat(told === undefined, `the page tells every visitor: "${told}"`, {
    expected: "the path of the file and the words of SQLite are for the log",
    likely: "the page shows the message of the error: write your own sentence",
  });
}

/**
 * Expects an answer soon after the 100 ms that the server may wait.
 *
 * @param answer The answer.
 * @returns The answer.
 */
export async function inTime(
  answer: Promise<RawResponse>,
): Promise<RawResponse> {
  const before = performance.now();
  const response = await answer;
  const ms = Math.round(performance.now() - before);
  expectThat(ms < LATE_MS, `the answer arrived after ${ms} ms`, {
    expected: "options.busyTimeoutMs is 100: after that, 503",
    likely: "options.busyTimeoutMs is ignored",
  });
  return response;
}

/**
 * Expects lines in the log that name the file.
 *
 * @param server Whose log.
 * @param database The file.
 * @param count How many requests have failed: one line each.
 * @param reason What the lines say; anything by default.
 */
export function expectLogged(
  server: ServerUnderTest,
  database: string,
  count: number,
  reason = /./,
): void {
  const lines = server.log.filter((line) => line.includes(database));
  const expected = "for a request that has failed, log() is called once, " +
    `with one line that names ${database} and matches ${reason}`;
  expectThat(lines.length > 0, "no line of the log names the file", {
    expected,
    likely: server.log.length === 0
      ? "nothing is logged"
      : "only the message of the error is logged: SQLite does not name the file",
  });
  const headline = `for ${count} failures the log has ${lines.length} lines`;
  const likely = lines.length > count
    ? "every attempt is logged: log once, when the request is given up"
    : undefined;
  expectThat(lines.length === count, headline, { expected, likely });
  for (const line of lines) {
    const isOne = !line.includes("\n");
    expectThat(isOne, "one call of log() has several lines", {
      expected,
      likely: "the stack of the error is logged: its message is enough",
    });
    const headline = `the log does not say why: ${JSON.stringify(line)}`;
    expectThat(reason.test(line), headline, { expected });
  }
}
