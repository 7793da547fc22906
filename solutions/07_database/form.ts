/**
 * The form that a visitor sends, and whether it makes an entry.
 *
 * @module
 */

import { isFormType } from "../02_http/form_type.ts";
import { type Bytes, HttpError, type HttpRequest } from "../02_http/types.ts";
import type { NewEntry } from "./entries.ts";

/** Longest name, counted as browsers do for `maxlength`. */
export const MAX_NAME = 50;

/** Longest message, counted likewise; a line end counts as one. */
export const MAX_MESSAGE = 1000;

/** Longest form in bytes: enough to show a message again that was too long. */
const MAX_FORM_BYTES = 65_536;

/**
 * Reads a submitted form.
 *
 * @param request The request.
 * @returns What the visitor typed, without white space at both ends.
 * @throws {HttpError} 415 if it is not a form, 413 if it is too long.
 */
export async function readForm(request: HttpRequest): Promise<NewEntry> {
  const type = request.headers.get("content-type");
  if (type !== null && !isFormType(type)) {
    throw new HttpError(
      415,
      "Cannot read the form: expected application/x-www-form-urlencoded",
    );
  }
  const fields = new URLSearchParams(await readText(request.body));
  return {
    firstname: (fields.get("firstname") ?? "").trim(),
    // A browser sends CR LF, and counts that as one character.
    message: (fields.get("message") ?? "").replace(/\r\n?/g, "\n").trim(),
  };
}

/**
 * Checks an entry.
 *
 * @param entry What the visitor typed.
 * @returns The problems, for the visitor; none if the entry is good.
 */
export function findProblems({ firstname, message }: NewEntry): string[] {
  const problems: string[] = [];
  if (firstname === "") problems.push("Please say who you are.");
  if (message === "") problems.push("Please write a message.");
  if (firstname.length > MAX_NAME) {
    problems.push(
      `The name has ${firstname.length} characters, and may have ${MAX_NAME}.`,
    );
  }
  if (message.length > MAX_MESSAGE) {
    problems.push(
      `The message has ${message.length} characters, and may have ${MAX_MESSAGE}.`,
    );
  }
  // SQLite and the layers above it disagree about the end of a text with a NUL.
  if (/\p{Cc}/u.test(firstname) || /[^\P{Cc}\n\t]/u.test(message)) {
    problems.push("Control characters cannot be kept.");
  }
  return problems;
}

/** Decodes a body, and measures it as it arrives: its length may be unknown. */
async function readText(body: ReadableStream<Bytes> | null): Promise<string> {
  const chunks: Bytes[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) {
      throw new HttpError(
        413,
        `Cannot take the form: expected at most ${MAX_FORM_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return new Blob(chunks).text();
}
