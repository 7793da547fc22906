/**
 * Expectations about values: the result of a learner's function, or its arguments.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";

/** How long a headline may be; longer values stand below each other. */
const MAX_HEADLINE = 90;

/**
 * Expects a value: a primitive, or a plain object or list of primitives.
 *
 * @param what The name of the value: "the path of the request".
 * @param found The value.
 * @param wanted The expected value.
 * @param explanation The reason, and the likely cause.
 *
 * @example
 * ```ts
 * import { expectValue } from "./expect_value.ts";
 *
 * expectValue("the sum of 1 and 1", 1 + 1, 2);
 * ```
 */
export function expectValue(
  what: string,
  found: unknown,
  wanted: unknown,
  explanation: Explanation = {},
): void {
  const shown = show(found);
  const expected = show(wanted);
  if (shown === expected) return;
  const headline = `${what} is ${shown} instead of ${expected}`;
  if (headline.length <= MAX_HEADLINE) {
    throw new Failure(headline, {
      expected: `${what} is ${expected}`,
      ...explanation,
    });
  }
  throw new Failure(`${what} is not as expected`, {
    expected,
    rows: [["found", shown]],
    ...explanation,
  });
}

/** On one line, without the name of the class. */
function show(value: unknown): string {
  const isRecord = typeof value === "object" && value !== null &&
    !Array.isArray(value);
  return Deno.inspect(isRecord ? { ...value } : value, {
    sorted: true,
    compact: true,
    breakLength: Infinity,
    strAbbreviateSize: Infinity,
  });
}
