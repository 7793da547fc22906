/**
 * Expectations on what a function of the learner's has returned, or was called
 * with: a value, not bytes on a connection.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";

/**
 * Expects a value: a primitive, or a plain object or list of them.
 *
 * @param what What it is: "the path of the request".
 * @param found The value.
 * @param wanted What it should be.
 * @param explanation Why.
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
  throw new Failure(`${what} is ${shown} instead of ${expected}`, {
    expected: `${what} is ${expected}`,
    ...explanation,
  });
}

/** On one line, and without what only says how an object was made. */
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
