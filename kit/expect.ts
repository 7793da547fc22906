/**
 * Expectations about the head of a response: each marks the byte that deviates.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";
import type { RawResponse } from "./response.ts";
import { visible } from "./visible.ts";

/**
 * Expects that a condition holds.
 *
 * @param holds The condition.
 * @param headline The mistake, if it does not hold.
 * @param explanation What was expected, and the likely cause.
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
 * @param response The response.
 * @param status The status code.
 * @param explanation The reason, and the likely cause.
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
 * @param response The response.
 * @param name The field name.
 * @param value The value, or a pattern that it matches; any by default.
 * @param explanation The reason, and the likely cause.
 * @returns The value.
 */
export function expectField(
  response: RawResponse,
  name: string,
  value: string | RegExp = /^/,
  explanation: Explanation = {},
): string {
  const lines = linesNamed(response, name);
  const wanted = value instanceof RegExp
    ? `a value that matches ${value}`
    : showValue(value);
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
  const [line, second] = lines;
  const told = { expected, ...explanation };
  if (second) {
    const headline = `there are two fields ${name}`;
    throw failAt(response, headline, second.offset, "a second one", told);
  }
  const fits = value instanceof RegExp
    ? value.test(line.value)
    : value === line.value;
  if (fits) return line.value;
  const headline = `${name} is "${line.value}"`;
  throw failAt(response, headline, line.offset, `expected ${wanted}`, told);
}

/**
 * Expects that a field is absent.
 *
 * @param response The response.
 * @param name The field name.
 * @param explanation The reason, and the likely cause.
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

/** As the transcript shows its bytes: each character of a value is one. */
function showValue(value: string): string {
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
  return visible(bytes, bytes.length);
}

function linesNamed(response: RawResponse, name: string) {
  return response.fieldLines.filter((line) =>
    line.name.toLowerCase() === name.toLowerCase()
  );
}

/**
 * Makes a failure that marks one byte of a response.
 *
 * @param response The response.
 * @param headline The mistake, in one line.
 * @param offset The offset of the byte on the connection.
 * @param note The mistake at this byte.
 * @param explanation What was expected, and the likely cause.
 * @returns The failure to throw.
 */
export function failAt(
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
