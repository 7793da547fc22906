/**
 * The request-target and the authority: what is asked for, and on which host.
 * RFC 9112 section 3.2, RFC 9110 sections 4.2 and 7.2.
 *
 * @module
 */

import { quote } from "./syntax.ts";
import { HttpError } from "./types.ts";

/** A request-target, reduced to what a server acts upon. */
export interface RequestTarget {
  /** The path, still percent-encoded; "*" for the server as a whole. */
  readonly path: string;
  /** What follows the first "?"; `undefined` without one. */
  readonly query: string | undefined;
  /** The host and port that an absolute-form names; else `undefined`. */
  readonly authority: string | undefined;
}

/** A name or IPv4 address, or an IPv6 address in brackets; and perhaps a port. */
const AUTHORITY =
  /^(?:(?:[\w\-.~!$&'()*+,;=]|%[\dA-F]{2})+|(\[[\dA-F:.]+\]))(?::(\d*))?$/i;

/** Scheme and authority, of absolute-form only; path; query. No fragment. */
const TARGET = /^(?:(https?):\/\/([^/?#]+))?(\/[^?#]*)?(?:\?([^#]*))?$/i;

/**
 * Parses a request-target: origin-form (`/path?query`), absolute-form
 * (`http://host/path?query`, as sent to proxies, but every server must take
 * it), or asterisk-form (`*`).
 *
 * @param method The method: asterisk-form is for OPTIONS alone.
 * @param target The request-target as sent.
 * @returns Its parts.
 * @throws {HttpError} 400 if it has another form, 421 for an `https` URI: this
 * connection is not secured.
 */
export function parseRequestTarget(
  method: string,
  target: string,
): RequestTarget {
  if (target === "*" && method === "OPTIONS") {
    return { path: "*", query: undefined, authority: undefined };
  }
  const parts = TARGET.exec(target);
  if (parts === null) throw malformed(target);
  const [, scheme, authority, path, query] = parts;
  if (scheme === undefined) {
    if (path === undefined) throw malformed(target);
    return { path, query, authority: undefined };
  }
  if (scheme.toLowerCase() === "https") {
    throw new HttpError(421, `Cannot serve ${quote(target)} without TLS`);
  }
  if (!isAuthority(authority)) throw malformed(target);
  return { path: path ?? "/", query, authority };
}

/**
 * Whether a text is `uri-host [ ":" port ]`, the value of a Host field; it may be
 * empty. RFC 9110 section 7.2, RFC 3986 section 3.2.
 *
 * @param text The value of a Host field.
 * @returns Whether it is valid.
 */
export function isAuthority(text: string): boolean {
  if (text === "") return true;
  const parts = AUTHORITY.exec(text);
  if (parts === null) return false;
  const [, ipLiteral, port = ""] = parts;
  if (ipLiteral !== undefined && !URL.canParse(`http://${ipLiteral}/`)) {
    return false;
  }
  return Number(port) <= 65_535;
}

/**
 * Checks that a request names its host, with exactly one Host field. HTTP/1.0
 * did not ask for it yet. RFC 9112 section 3.2.
 *
 * @param hosts The values of all Host fields.
 * @param version The version of the request.
 * @throws {HttpError} 400 unless there is exactly one, and a well-formed one.
 */
export function checkHost(
  hosts: readonly string[],
  version: "1.0" | "1.1",
): void {
  if (hosts.length === 0 && version === "1.0") return;
  if (hosts.length !== 1) {
    throw new HttpError(
      400,
      `Cannot tell the host: expected one Host field, found ${hosts.length}`,
    );
  }
  if (!isAuthority(hosts[0])) {
    throw new HttpError(400, `Cannot parse Host ${quote(hosts[0])}`);
  }
}

function malformed(target: string): HttpError {
  return new HttpError(400, `Cannot parse request-target ${quote(target)}`);
}
