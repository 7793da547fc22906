/**
 * The first line of a request. RFC 9112 sections 2.3 and 3.
 *
 * @module
 */

import { isToken, quote } from "./syntax.ts";
import { HttpError } from "./types.ts";

/** A request-line and its three parts. */
export interface RequestLine {
  /** The line as sent. */
  readonly text: string;
  /** The method, any token. */
  readonly method: string;
  /** The request-target, visible ASCII. */
  readonly target: string;
  /** The version of HTTP/1 that the client speaks; 1.2 counts as 1.1. */
  readonly version: "1.0" | "1.1";
}

/**
 * Parses `method SP request-target SP HTTP-version`. Exactly that: a server
 * that is lenient with white space reads `GET /a HTTP/1.1 HTTP/1.1` differently
 * from the proxy in front of it.
 *
 * @param text The line without its CR LF.
 * @returns Its parts.
 * @throws {HttpError} 400 if it is malformed, 505 for a version other than 1.x.
 */
export function parseRequestLine(text: string): RequestLine {
  const parts = text.split(" ");
  if (parts.length !== 3) {
    throw malformed(text, `expected 3 parts, found ${parts.length}`);
  }
  const [method, target, httpVersion] = parts;
  if (!isToken(method)) {
    throw malformed(text, `the method ${quote(method)} is not a token`);
  }
  if (!/^[\x21-\x7e]+$/.test(target)) {
    throw malformed(text, "the request-target is not visible ASCII");
  }
  const version = /^HTTP\/(\d)\.(\d)$/.exec(httpVersion);
  if (version === null) {
    throw malformed(text, `${quote(httpVersion)} is not an HTTP-version`);
  }
  const [, major, minor] = version;
  if (major !== "1") {
    throw new HttpError(505, `Cannot speak ${httpVersion}: expected HTTP/1.1`);
  }
  return { text, method, target, version: minor === "0" ? "1.0" : "1.1" };
}

/**
 * The error for a request-line that is too long: it depends on the part that is.
 * RFC 9112 section 3.
 *
 * @param beginning The beginning of the line, at least as long as a line may be.
 * @param limit The longest request-line in bytes.
 * @returns The error: 501 for a method that no server implements, 414 for a
 * target, 400 for anything else.
 */
export function requestLineTooLong(
  beginning: string,
  limit: number,
): HttpError {
  const [method, target, ...rest] = beginning.slice(0, limit).split(" ");
  if (!isToken(method)) {
    return malformed(beginning, `the method ${quote(method)} is not a token`);
  }
  if (target === undefined) {
    return new HttpError(501, `Cannot serve the method ${quote(method)}`);
  }
  // The line goes on after the limit, so this is not an HTTP-version.
  const httpVersion = rest.join(" ");
  if (httpVersion.length >= "HTTP/1.1".length) {
    return malformed(beginning, `${quote(httpVersion)} is not an HTTP-version`);
  }
  return new HttpError(
    414,
    `Cannot read request-line: expected at most ${limit} bytes`,
  );
}

function malformed(text: string, reason: string): HttpError {
  return new HttpError(
    400,
    `Cannot parse request-line ${quote(text)}: ${reason}`,
  );
}
