/**
 * Where the body of a request ends: after a length, or after its last chunk.
 * RFC 9112 section 6.3.
 *
 * If two servers in a row find two different ends, the rest of one request's
 * body becomes a request that the first of them has never checked (*request
 * smuggling*, section 11.2). So everything that could be read in two ways is
 * refused, even where the RFC would let a server guess.
 *
 * @module
 */

import { type Field, trimBlanks, valuesOf } from "./fields.ts";
import { isToken, quote } from "./syntax.ts";
import { HttpError } from "./types.ts";

/** How the end of a body is found; `undefined` without a body. */
export type Framing = number | "chunked" | undefined;

/**
 * Finds the framing of a body.
 *
 * @param fields The fields of the request.
 * @param version The version of the request.
 * @param maxBodyBytes Longest body in bytes.
 * @returns The length in bytes, or "chunked"; `undefined` without a body.
 * @throws {HttpError} 400, 413 or 501.
 */
export function findFraming(
  fields: readonly Field[],
  version: "1.0" | "1.1",
  maxBodyBytes: number,
): Framing {
  const codings = valuesOf(fields, "transfer-encoding");
  const lengths = valuesOf(fields, "content-length");
  if (codings.length === 0) return parseContentLength(lengths, maxBodyBytes);
  if (lengths.length > 0) {
    throw new HttpError(
      400,
      "Cannot tell the length: found Transfer-Encoding and Content-Length",
    );
  }
  if (version === "1.0") {
    throw new HttpError(400, "Cannot read Transfer-Encoding in HTTP/1.0");
  }
  checkCodings(codings.join(", "));
  return "chunked";
}

/**
 * Parses Content-Length: digits alone, in one field line.
 *
 * @param values The values of all Content-Length fields.
 * @param maxBodyBytes Longest body in bytes.
 * @returns The length in bytes; `undefined` without such a field.
 * @throws {HttpError} 400, or 413 if the body is too long.
 */
export function parseContentLength(
  values: readonly string[],
  maxBodyBytes: number,
): number | undefined {
  if (values.length === 0) return undefined;
  const value = values.join(", ");
  const length = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(length)) {
    throw new HttpError(400, `Cannot parse Content-Length ${quote(value)}`);
  }
  if (length > maxBodyBytes) throw bodyTooLong(maxBodyBytes);
  return length;
}

/**
 * The error for a body that is too long.
 *
 * @param maxBodyBytes Longest body in bytes.
 * @returns The error, with status 413.
 */
export function bodyTooLong(maxBodyBytes: number): HttpError {
  return new HttpError(
    413,
    `Cannot take the body: expected at most ${maxBodyBytes} bytes`,
  );
}

/**
 * Only `chunked`, once and alone, is read alike by every server. A coding before
 * it is one that this server does not know; if `chunked` is not the last, no
 * server can know where the body ends.
 */
function checkCodings(value: string): void {
  const codings = value.toLowerCase().split(",").map(trimBlanks);
  const last = codings.pop();
  if (last === "chunked" && codings.length === 0) return;
  // A coding may have parameters: `name;a=b`.
  const names = codings.map((coding) => trimBlanks(coding.split(";")[0]));
  const areOthers = names.every((name) => isToken(name) && name !== "chunked");
  if (last === "chunked" && areOthers) {
    throw new HttpError(501, `Cannot decode Transfer-Encoding ${quote(value)}`);
  }
  throw new HttpError(400, `Cannot parse Transfer-Encoding ${quote(value)}`);
}
