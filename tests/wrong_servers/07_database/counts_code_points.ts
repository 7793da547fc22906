/**
 * @wrong Counts code points where characters of JavaScript are meant.
 * @replaces solutions/07_database/form.ts
 * @rejectedBy task 11 · one character more is refused, with the limit
 * @saying which JavaScript counts as two: status 303 instead of 422
 *
 * @module
 */

import type { NewEntry } from "../../../solutions/07_database/entries.ts";
import { findProblems as original } from "../../../solutions/07_database/form.ts";

export * from "../../../solutions/07_database/form.ts";

export function findProblems({ firstname, message }: NewEntry): string[] {
  return original({
    firstname: oneForEach(firstname),
    message: oneForEach(message),
  });
}

/** A text that is as long in characters as `text` is in code points. */
function oneForEach(text: string): string {
  return "x".repeat([...text].length);
}
