/**
 * The first line of a response. RFC 9112 section 4.
 *
 * @module
 */

import type { Fault, LabelledLine } from "./part.ts";

const WHOLE = /^HTTP\/1\.[01] \d{3} /;

/** The longest beginning that is well-formed. */
const GOOD = /^HTTP\/1\.[01] \d{3} |^HTTP\/1\.[01] \d{3}|^HTTP\/1\.[01] |^/;

/** Completes a beginning, to see whether it may become good. */
const EXAMPLE = "HTTP/1.1 200 ";

/**
 * Finds the status code of a status-line.
 *
 * @param text The line.
 * @returns The code; 0 without one.
 */
export function statusOf(text: string): number {
  return WHOLE.test(text) ? Number(text.slice(9, 12)) : 0;
}

/**
 * Labels a status-line.
 *
 * @param text The line without its end.
 * @param isWhole Whether its end has arrived.
 * @returns Its pieces.
 */
export function labelStatusLine(text: string, isWhole: boolean): LabelledLine {
  const fault = findFault(text, isWhole);
  if (fault?.at === 0 && !text.startsWith("HTTP/")) {
    return { pieces: [{ kind: "unread", length: text.length }], fault };
  }
  const [, version, space, status, gap, reason] = /^(\S*)( ?)([^ ]*)( ?)(.*)$/s
    .exec(text)!;
  return {
    pieces: [
      { kind: "http-version", length: version.length },
      { kind: "space", length: space.length },
      { kind: "status-code", length: status.length, about: status },
      { kind: "space", length: gap.length },
      { kind: "reason-phrase", length: reason.length },
    ],
    fault,
  };
}

function findFault(text: string, isWhole: boolean): Fault | undefined {
  const candidate = isWhole ? text : text + EXAMPLE.slice(text.length);
  if (!WHOLE.test(candidate)) {
    return {
      at: GOOD.exec(text)![0].length,
      note: "no status-line",
      expected: "HTTP-version, a space, three digits, a space, a " +
        "reason-phrase (which may be empty, the space before it may not)",
      because: "RFC 9112 section 4",
    };
  }
  const bad = text.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (bad < 0) return undefined;
  return {
    at: bad,
    note: "control character in a reason-phrase",
    expected: "a reason-phrase is visible characters, spaces and tabs",
    because: "RFC 9112 section 4",
  };
}
