/**
 * The first line of a request. RFC 9112 section 3.
 *
 * @module
 */

import { TOKEN } from "./line.ts";
import type { Fault, LabelledLine, Piece } from "./part.ts";

/** The three parts of a request-line. */
export interface RequestLine {
  /** The method. */
  readonly method: string;
  /** The request-target. */
  readonly target: string;
  /** The version: "HTTP/1.1". */
  readonly version: string;
}

/** The forms of a request-target: RFC 9112 section 3.2. */
const ORIGIN_FORM = /^\/[^?#]*(?:\?[^#]*)?$/;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]+)(?:\/[^?#]*)?(?:\?[^#]*)?$/i;

/** A name or address, and perhaps a port: RFC 9110 section 7.2. */
const AUTHORITY =
  /^(?:(?:[\w\-.~!$&'()*+,;=]|%[\dA-F]{2})+|\[[\dA-F:.]+\])?(?::\d{0,5})?$/i;

/**
 * Takes a request-line apart, as far as it has three parts.
 *
 * @param text The line without its end.
 * @returns The parts; what is missing is empty.
 */
export function splitRequestLine(text: string): RequestLine {
  const first = text.indexOf(" ");
  const last = text.lastIndexOf(" ");
  if (first < 0) return { method: text, target: "", version: "" };
  return {
    method: text.slice(0, first),
    target: text.slice(first + 1, last > first ? last : undefined),
    version: last > first ? text.slice(last + 1) : "",
  };
}

/**
 * Labels a request-line.
 *
 * @param text The line without its end.
 * @param isWhole Whether its end has arrived.
 * @returns Its pieces.
 */
export function labelRequestLine(text: string, isWhole: boolean): LabelledLine {
  const { method, target, version } = splitRequestLine(text);
  const pieces: Piece[] = [
    { kind: "method", length: method.length, about: method },
    { kind: "space", length: text.length > method.length ? 1 : 0 },
    ...labelTarget(target),
    { kind: "space", length: text.split(" ").length > 2 ? 1 : 0 },
    { kind: "http-version", length: version.length },
  ];
  return { pieces, fault: findFault(text, isWhole) };
}

/**
 * Whether a text may be the authority of a request.
 *
 * @param text The value of a Host field, say.
 * @returns Whether it is well-formed.
 */
export function isAuthority(text: string): boolean {
  return AUTHORITY.test(text) &&
    Number(/:(\d*)$/.exec(text)?.[1] ?? 0) < 65_536;
}

function labelTarget(target: string): Piece[] {
  if (!target.startsWith("/")) {
    return [{ kind: "request-target", length: target.length }];
  }
  const question = target.indexOf("?");
  const length = question < 0 ? target.length : question;
  return [
    { kind: "path", length },
    { kind: "query", length: target.length - length },
  ];
}

function findFault(text: string, isWhole: boolean): Fault | undefined {
  const { method, target, version } = splitRequestLine(text);
  const because = "RFC 9112 section 3";
  const good = TOKEN.exec(method)![0].length;
  if (good < method.length || (method === "" && text !== "")) {
    const expected = "a method is a token, and the line begins with it";
    return { at: good, note: "not allowed in a method", expected, because };
  }
  const start = method.length + 1;
  const bad = target.search(/[^\x21-\x7e]/);
  if (bad >= 0) {
    return {
      at: start + bad,
      note: target[bad] === " "
        ? "a space within the request-target"
        : "not allowed in a request-target",
      expected: "two spaces and no other white space; the rest visible ASCII",
      because,
    };
  }
  if (!isWhole) return undefined;
  if (version === "") {
    const expected = "method, space, request-target, space, HTTP-version";
    const note = "a part of the request-line is missing";
    return { at: text.length, note, expected, because };
  }
  return findTargetFault(method, target, start) ??
    findVersionFault(version, text.length - version.length);
}

function findTargetFault(
  method: string,
  target: string,
  at: number,
): Fault | undefined {
  if (method === "CONNECT" || ORIGIN_FORM.test(target)) return undefined;
  if (target === "*" && method === "OPTIONS") return undefined;
  const authority = ABSOLUTE_FORM.exec(target)?.[1];
  if (authority !== undefined && isAuthority(authority)) return undefined;
  const fragment = target.indexOf("#");
  return {
    at: at + Math.max(fragment, 0),
    note: fragment >= 0 ? "a fragment is not sent" : "no request-target",
    expected: 'a path that begins with "/", or an absolute URI',
    because: "RFC 9112 section 3.2",
  };
}

function findVersionFault(version: string, at: number): Fault | undefined {
  if (/^HTTP\/\d\.\d$/.test(version)) return undefined;
  return {
    at,
    note: "no HTTP-version",
    expected: 'HTTP-version is "HTTP/", a digit, a point, a digit',
    because: "RFC 9112 section 2.3",
  };
}
