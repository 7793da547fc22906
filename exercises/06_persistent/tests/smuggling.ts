/**
 * Request smuggling: a request whose end two servers may find in different
 * places is refused, and nothing after it is handled. RFC 9112 section 11.2.
 *
 * @module
 */

import { expectStatus, Failure, get, start } from "../../../kit/mod.ts";
import { expectClose, serveWith, textOf } from "./engine.ts";

/** Why a request is refused that could be read in two ways. */
export const SMUGGLING = "RFC 9112 sections 6.1, 6.3 and 11.2: a proxy in " +
  "front may have found another end of the body, and what it took for a body " +
  "would be a request that it has never checked";

/** The request that an attacker hides in a body, or after it. */
const SMUGGLED = get("/smuggled");

const UNKNOWN_CODING = {
  expected:
    "501: chunked is the last coding, and the server does not know the " +
    "one before it",
  likely:
    "everything but chunked is answered 400: that is for requests that no " +
    "server can read",
};

const NO_UNKNOWN_CODING = {
  likely: "501 is only for a coding that the server does not know, with " +
    "chunked once and after it: an empty element of the list does not count",
};

/**
 * Sends a request and one more, and expects that the first is refused and the
 * second ignored.
 *
 * @param request The request, with the bytes that follow its header section.
 * @param statuses The status codes of which one answers it.
 */
export async function expectRefused(
  request: string,
  statuses: readonly number[],
): Promise<void> {
  const calls: string[] = [];
  await using server = await start(serveWith(async ({ path, body }) => {
    calls.push(path);
    return { status: 200, body: await textOf(body) };
  }));
  const connection = await server.connect();
  await connection.send(request + SMUGGLED);
  const response = await connection.readResponse();
  if (!statuses.includes(response.status)) {
    const [status] = statuses;
    const why = status === 501
      ? UNKNOWN_CODING
      : response.status === 501
      ? NO_UNKNOWN_CODING
      : {};
    expectStatus(response, status, why);
  }
  expectClose(response, "the error is answered, but the loop goes on");
  const offset = connection.consumed;
  const rest = await connection.readToEnd("the connection ends");
  const isExecuted = calls.includes("/smuggled");
  if (rest.length === 0 && !isExecuted) return;
  const headline = isExecuted
    ? "the smuggled request was executed"
    : "what follows a refused request was answered";
  throw new Failure(headline, {
    transcript: connection.transcript,
    mark: { offset, note: "here the connection should end" },
    expected: "the connection ends after the refusal",
  });
}
