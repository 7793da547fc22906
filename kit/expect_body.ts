/**
 * Expectations about the body of a response: each marks the byte that deviates.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import { failAt } from "./expect.ts";
import { type Explanation, Failure } from "./failure.ts";
import type { RawResponse } from "./response.ts";
import { visible } from "./visible.ts";

/**
 * Expects a body, byte for byte.
 *
 * @param response The response.
 * @param body The body; text is compared as UTF-8.
 * @param explanation The reason, and the likely cause.
 */
export function expectBody(
  response: RawResponse,
  body: string | Uint8Array,
  explanation: Explanation = {},
): void {
  const wanted = toBytes(body);
  const found = response.body;
  const length = Math.max(wanted.length, found.length);
  let at = 0;
  while (at < length && wanted[at] === found[at]) at++;
  if (at === length) return;
  const headline = wanted.length === found.length
    ? `byte ${at} of the body is wrong`
    : `the body has ${found.length} bytes instead of ${wanted.length}`;
  const next = visible(wanted.subarray(at, at + 20));
  const note = at < wanted.length ? `expected ${next}` : "expected the end";
  throw failInBody(response, headline, at, note, {
    expected: `the body ${visible(wanted)} (${wanted.length} bytes)`,
    ...explanation,
  });
}

/**
 * Expects that the body, as UTF-8, contains a text.
 *
 * @param response The response.
 * @param wanted The text, or a pattern.
 * @param explanation The reason, and the likely cause.
 */
export function expectInBody(
  response: RawResponse,
  wanted: string | RegExp,
  explanation: Explanation = {},
): void {
  const text = bodyText(response);
  const found = wanted instanceof RegExp
    ? wanted.test(text)
    : text.includes(wanted);
  if (found) return;
  const what = wanted instanceof RegExp ? `${wanted}` : visible(wanted);
  const headline = `the body does not contain ${what}`;
  const expected = `a body that contains ${what}`;
  // Mark the end of the body: it is the likeliest place of a missing text.
  const end = response.body.length - 1;
  if (end < 0 || response.framing === "chunked") {
    const transcript = response.source.transcript;
    throw new Failure(headline, { transcript, expected, ...explanation });
  }
  throw failInBody(response, headline, end, "the body ends here", {
    expected,
    ...explanation,
  });
}

/**
 * Expects that the body, as UTF-8, does not contain a text.
 *
 * @param response The response.
 * @param unwanted The text.
 * @param explanation The reason, and the likely cause.
 */
export function expectNotInBody(
  response: RawResponse,
  unwanted: string,
  explanation: Explanation = {},
): void {
  const text = bodyText(response);
  const at = text.indexOf(unwanted);
  if (at < 0) return;
  const offset = toBytes(text.slice(0, at)).length;
  const headline = `the body contains ${visible(unwanted)}`;
  throw failInBody(response, headline, offset, "this must not be here", {
    expected: `a body without ${visible(unwanted)}`,
    ...explanation,
  });
}

/**
 * The body of a response as text.
 *
 * @param response The response.
 * @returns The body, decoded from UTF-8.
 */
export function bodyText(response: RawResponse): string {
  return new TextDecoder().decode(response.body);
}

/** An offset in a chunked body is not an offset on the connection. */
function failInBody(
  response: RawResponse,
  headline: string,
  at: number,
  note: string,
  explanation: Explanation,
): Failure {
  if (response.framing === "chunked") {
    const transcript = response.source.transcript;
    const full = `${headline} (byte ${at} of the decoded body: ${note})`;
    return new Failure(full, { transcript, ...explanation });
  }
  const offset = response.bodyOffset + at;
  // The mark counts from the start of the connection: say both.
  const place = `${note} (byte ${at} of the body)`;
  return failAt(response, headline, offset, place, explanation);
}
