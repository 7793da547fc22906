/**
 * Changes of a regular expression: it loses an anchor or a flag, or a
 * quantifier accepts nothing where it asked for at least one.
 *
 * @module
 */

import type { Edit } from "./mutant.ts";

/** An escaped character, a class, or one character. */
const PART = /\\.|\[(?:\\.|[^\]\\])*\]|[^]/g;

/** Flags whose absence changes what matches. */
const FLAGS = /[gims]/g;

/**
 * Changes a regular expression.
 *
 * @param literal The literal: `/^\d+$/i`.
 * @returns The changes; their places count from the beginning of the literal.
 */
export function regexChanges(literal: string): Edit[] {
  const end = literal.lastIndexOf("/");
  const pattern = literal.slice(1, end);
  const changes = [...pattern.matchAll(PART)].flatMap(({ 0: part, index }) => {
    const isAnchor = part === "^" || part === "$";
    const replacement = isAnchor ? "" : { "+": "*", "*": "+" }[part];
    if (replacement === undefined || part === pattern) return [];
    return [{ start: index + 1, end: index + 2, replacement }];
  });
  const flags = [...literal.slice(end + 1).matchAll(FLAGS)];
  return [
    ...changes,
    ...flags.map(({ index }) => {
      const start = end + 1 + index;
      return { start, end: start + 1, replacement: "" };
    }),
  ];
}
