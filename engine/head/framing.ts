/**
 * Where the body of a request ends. RFC 9112 section 6.
 *
 * If two servers in a row find different ends, part of one client's body becomes
 * the next client's request (*request smuggling*). So every ambiguous framing is
 * refused and the connection closed, even where the RFC lets a server guess.
 *
 * @module
 */

import { type Field, valuesOf } from "../../solutions/02_http/fields.ts";
import { isToken, quote } from "../../solutions/02_http/syntax.ts";
import { HttpError } from "../../solutions/02_http/types.ts";

/** How the end of a body is found: by its length in bytes, or by its chunks. */
export type Framing = number | "chunked" | undefined;

/**
 * Finds out how a body is framed.
 *
 * @param fields The fields of the request.
 * @param version The version of the request.
 * @param maxBodyBytes How long a body may be, in bytes.
 * @returns The framing; `undefined` if there is no body.
 * @throws {HttpError} 400, 413 or 501.
 */
export function findFraming(
  fields: readonly Field[],
  version: "1.0" | "1.1",
  maxBodyBytes: number,
): Framing {
  const codings = valuesOf(fields, "transfer-encoding");
  const lengths = valuesOf(fields, "content-length");
  if (codings.length === 0) return parseLength(lengths, maxBodyBytes);
  if (lengths.length > 0) {
    throw new HttpError(
      400,
      "Cannot tell the length: found Transfer-Encoding and Content-Length",
    );
  }
  if (version === "1.0") {
    throw new HttpError(400, "Cannot read Transfer-Encoding in HTTP/1.0");
  }
  checkCodings(codings);
  return "chunked";
}

function parseLength(
  lengths: readonly string[],
  maxBodyBytes: number,
): number | undefined {
  if (lengths.length === 0) return undefined;
  const value = lengths.join(", ");
  const length = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(length)) {
    throw new HttpError(400, `Cannot parse Content-Length ${quote(value)}`);
  }
  if (length > maxBodyBytes) {
    throw new HttpError(
      413,
      `Cannot take ${length} bytes of body: expected at most ${maxBodyBytes}`,
    );
  }
  return length;
}

/**
 * Accepts only `chunked`, once and alone, which every server reads alike. This
 * server cannot decode a coding before it; and if it is not the last coding, the
 * end of the body cannot be found.
 */
function checkCodings(values: readonly string[]): void {
  const value = values.join(", ").toLowerCase();
  if (value === "chunked") return;
  const codings = value.split(",").map((coding) => coding.trim());
  const last = codings.pop();
  if (last === "chunked" && codings.every(isOtherCoding)) {
    throw new HttpError(501, `Cannot decode Transfer-Encoding ${quote(value)}`);
  }
  throw new HttpError(400, `Cannot parse Transfer-Encoding ${quote(value)}`);
}

function isOtherCoding(coding: string): boolean {
  return isToken(coding) && coding !== "chunked";
}
