/**
 * What a visitor sends: the form, and whether it is an entry.
 *
 * @module
 */

import { type Bytes, HttpError, type HttpRequest } from "../02_http/types.ts";
import type { NewEntry } from "./entries.ts";

/** How long a name may be, counted as browsers do for `maxlength`. */
export const MAX_NAME = 50;

/** How long a message may be, counted likewise; a line end is one. */
export const MAX_MESSAGE = 1000;

/** How long a form may be, in bytes: enough to show again what was too long. */
const MAX_FORM_BYTES = 65_536;

const FORM_TYPE = /^application\/x-www-form-urlencoded *(;|$)/i;

/**
 * Reads a submitted form.
 *
 * @param request The request.
 * @returns What was typed, blanks around it removed.
 * @throws {HttpError} 415 if it is no form, 413 if it is too long.
 */
export async function readForm(request: HttpRequest): Promise<NewEntry> {
  const { headers, contentLength = 0, body } = request;
  const type = headers.get("content-type");
  if (type !== null && !FORM_TYPE.test(type)) {
    throw new HttpError(
      415,
      "Cannot read the form: expected application/x-www-form-urlencoded",
    );
  }
  if (contentLength > MAX_FORM_BYTES) throw tooLong();
  const fields = new URLSearchParams(await readText(body));
  return {
    firstname: (fields.get("firstname") ?? "").trim(),
    // A browser sends CR LF, and counts one.
    message: (fields.get("message") ?? "").replace(/\r\n?/g, "\n").trim(),
  };
}

/**
 * Finds out what is wrong with an entry.
 *
 * @param entry What was typed.
 * @returns The reasons, for the visitor; none if nothing is.
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
  // With a NUL, SQLite and what stands above it disagree where a text ends.
  if (/\p{Cc}/u.test(firstname) || /[^\P{Cc}\n\t]/u.test(message)) {
    problems.push("Control characters cannot be kept.");
  }
  return problems;
}

/** Decodes a body; one of unknown length is measured while it comes. */
async function readText(body: ReadableStream<Bytes> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) throw tooLong();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function tooLong(): HttpError {
  return new HttpError(
    413,
    `Cannot take the form: expected at most ${MAX_FORM_BYTES} bytes`,
  );
}
