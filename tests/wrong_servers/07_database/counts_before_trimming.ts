/**
 * @wrong Counts the blanks around a name, which it then removes.
 * @replaces solutions/07_database/form.ts
 * @rejectedBy task 11 · white space at the ends does not count, a line end counts once
 * @saying a space after the longest name: status 422 instead of 303
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/06_persistent.ts";
import type { NewEntry } from "../../../solutions/07_database/entries.ts";
import {
  findProblems as original,
  MAX_NAME,
  readForm as originalReadForm,
} from "../../../solutions/07_database/form.ts";

export * from "../../../solutions/07_database/form.ts";

let typed = "";

export async function readForm(request: HttpRequest): Promise<NewEntry> {
  const text = await new Response(request.body).text();
  typed = new URLSearchParams(text).get("firstname") ?? "";
  const { body } = new Response(text);
  return originalReadForm({ ...request, headers: request.headers, body });
}

export function findProblems(entry: NewEntry): string[] {
  const problems = original(entry);
  if (typed.length > MAX_NAME && problems.length === 0) {
    problems.push(`The name may have ${MAX_NAME} characters.`);
  }
  return problems;
}
