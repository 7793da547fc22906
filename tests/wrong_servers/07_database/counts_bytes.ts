/**
 * @wrong Counts bytes where characters are meant.
 * @replaces solutions/07_database/form.ts
 * @rejectedBy task 11 · 50 characters of name and 1000 of message are stored
 * @saying two bytes each: status 422 instead of 303
 *
 * @module
 */

import type { NewEntry } from "../../../solutions/07_database/entries.ts";
import { findProblems as original } from "../../../solutions/07_database/form.ts";

export * from "../../../solutions/07_database/form.ts";

export function findProblems({ firstname, message }: NewEntry): string[] {
  return original({ firstname: asBytes(firstname), message: asBytes(message) });
}

/** A text that is as long in characters as `text` is in bytes. */
function asBytes(text: string): string {
  return "x".repeat(new TextEncoder().encode(text).length);
}
