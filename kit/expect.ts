/**
 * Expectations on responses: each marks what deviates in what was received.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import { type Explanation, Failure } from "./failure.ts";
import type { RawResponse } from "./response.ts";
import { visible } from "./visible.ts";

/**
 * Expects that something holds.
 *
 * @param holds Whether it does.
 * @param headline What is wrong if it does not.
 * @param explanation What was expected, and why.
 */
export function expectThat(
  holds: boolean,
  headline: string,
  explanation: Explanation = {},
): asserts holds {
  if (!holds) throw new Failure(headline, explanation);
}

/**
 * Expects a status code.
 *
 * @param response What was received.
 * @param status The status code.
 * @param explanation Why.
 */
export function expectStatus(
  response: RawResponse,
  status: number,
  explanation: Explanation = {},
): void {
  if (response.status === status) return;
  throw failAt(
    response,
    `status ${response.status} instead of ${status}`,
    response.offset + "HTTP/1.1 ".length,
    `expected ${status}`,
    { expected: `the status code ${status}`, ...explanation },
  );
}

/**
 * Expects a field, exactly once.
 *
 * @param response What was received.
 * @param name The field name.
 * @param value The value, or a pattern that it matches; any by default.
 * @param explanation Why.
 * @returns The value.
 */
export function expectField(
  response: RawResponse,
  name: string,
  value: string | RegExp = /^/,
  explanation: Explanation = {},
): string {
  const lines = linesNamed(response, name);
  const wanted = value instanceof RegExp ? `matching ${value}` : `"${value}"`;
  const expected = value instanceof RegExp && value.source === "^"
    ? `one field ${name}`
    : `${name} is ${wanted}`;
  if (lines.length === 0) {
    const offset = response.bodyOffset - 2;
    const note = `no ${name} up to here`;
    throw failAt(response, `no field ${name}`, offset, note, {
      expected,
      ...explanation,
    });
  }
  if (lines.length > 1) {
    const { offset } = lines[1];
    throw failAt(response, `${name} stands twice`, offset, "a second one", {
      expected,
      ...explanation,
    });
  }
  const [line] = lines;
  const fits = value instanceof RegExp
    ? value.test(line.value)
    : value === line.value;
  if (fits) return line.value;
  throw failAt(
    response,
    `${name} is "${line.value}"`,
    line.offset,
    `expected ${wanted}`,
    { expected, ...explanation },
  );
}

/**
 * Expects that a field is absent.
 *
 * @param response What was received.
 * @param name The field name.
 * @param explanation Why.
 */
export function expectNoField(
  response: RawResponse,
  name: string,
  explanation: Explanation = {},
): void {
  const [line] = linesNamed(response, name);
  if (!line) return;
  throw failAt(response, `there is a field ${name}`, line.offset, "this one", {
    expected: `no field ${name}`,
    ...explanation,
  });
}

/**
 * Expects a body, byte for byte.
 *
 * @param response What was received.
 * @param body The body; text is compared as UTF-8.
 * @param explanation Why.
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
 * @param response What was received.
 * @param wanted The text, or a pattern.
 * @param explanation Why.
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
  // The end of a long body is where something is missing more often than not.
  const end = response.body.length - 1;
  if (end < 0 || response.framing === "chunked") {
    const transcript = response.source.transcript;
    throw new Failure(headline, { transcript, expected, ...explanation });
  }
  throw failInBody(response, headline, end, "here the body ends", {
    expected,
    ...explanation,
  });
}

/**
 * Expects that the body, as UTF-8, does not contain a text.
 *
 * @param response What was received.
 * @param unwanted The text.
 * @param explanation Why.
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
 * @param response What was received.
 * @returns The body, decoded from UTF-8.
 */
export function bodyText(response: RawResponse): string {
  return new TextDecoder().decode(response.body);
}

function linesNamed(response: RawResponse, name: string) {
  return response.fieldLines.filter((line) =>
    line.name.toLowerCase() === name.toLowerCase()
  );
}

/** A place in a chunked body is not a place on the connection. */
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

function failAt(
  response: RawResponse,
  headline: string,
  offset: number,
  note: string,
  explanation: Explanation,
): Failure {
  return new Failure(headline, {
    transcript: response.source.transcript,
    mark: { offset, note },
    ...explanation,
  });
}
