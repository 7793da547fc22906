/**
 * What a request asks for, and of whom: the request-target and the authority.
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

/**
 * Parses a request-target: origin-form (`/path?query`), absolute-form
 * (`http://host/path?query`, as sent to proxies, but every server must take
 * it), or asterisk-form (`*`).
 *
 * @param method The method: asterisk-form is for OPTIONS alone.
 * @param target The request-target as sent.
 * @returns Its parts.
 * @throws {HttpError} 400 if it is none of these, 421 for an `https` URI: this
 * connection is not secured.
 */
export function parseRequestTarget(
  method: string,
  target: string,
): RequestTarget {
  if (target === "*" && method === "OPTIONS") {
    return { path: "*", query: undefined, authority: undefined };
  }
  const [, scheme, authority, path, query] =
    /^(?:(https?):\/\/([^/?#]*))?(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(target) ??
      [];
  if (scheme === undefined) {
    if (path === undefined) throw malformed(target);
    return { path, query, authority: undefined };
  }
  if (scheme.toLowerCase() === "https") {
    throw new HttpError(421, `Cannot serve ${quote(target)} without TLS`);
  }
  if (authority === "" || !isAuthority(authority)) throw malformed(target);
  const emptyPath = method === "OPTIONS" && query === undefined ? "*" : "/";
  return { path: path ?? emptyPath, query, authority };
}

/**
 * Whether a text is `uri-host [ ":" port ]`, what a Host field holds; it may be
 * empty. RFC 9110 section 7.2, RFC 3986 section 3.2.
 *
 * @param text The value of a Host field.
 * @returns Whether it is valid.
 */
export function isAuthority(text: string): boolean {
  const [, host, ipLiteral, port = ""] =
    /^((?:[\w\-.~!$&'()*+,;=]|%[\dA-F]{2})+|(\[[\dA-F:.]+\]))(?::(\d*))?$/i
      .exec(text) ?? [];
  if (host === undefined) return text === "";
  if (ipLiteral !== undefined && !URL.canParse(`http://${ipLiteral}/`)) {
    return false;
  }
  return Number(port) <= 65_535;
}

function malformed(target: string): HttpError {
  return new HttpError(400, `Cannot parse request-target ${quote(target)}`);
}
