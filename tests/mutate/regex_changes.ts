/**
 * Changes of a regular expression: it loses an anchor or a flag, or a
 * quantifier accepts nothing where it asked for at least one.
 *
 * @module
 */

/** An escaped character, a class, or one character. */
const PART = /\\.|\[(?:\\.|[^\]\\])*\]|[^]/g;

/** Flags whose absence changes what matches. */
const FLAGS = /[gims]/g;

/**
 * Changes a regular expression.
 *
 * @param literal The literal: `/^\d+$/i`.
 * @returns The changed literals.
 */
export function regexChanges(literal: string): string[] {
  const end = literal.lastIndexOf("/");
  const [pattern, flags] = [literal.slice(1, end), literal.slice(end + 1)];
  const changed = [...pattern.matchAll(PART)].flatMap(([part], index, all) => {
    const at = all[index].index;
    const isAnchor = part === "^" || part === "$";
    const quantifier = { "+": "*", "*": "+" }[part];
    if (!isAnchor && quantifier === undefined) return [];
    return [pattern.slice(0, at) + (quantifier ?? "") + pattern.slice(at + 1)];
  }).filter((text) => text !== "");
  return [
    ...changed.map((text) => `/${text}/${flags}`),
    ...[...flags.matchAll(FLAGS)].map(({ index }) =>
      `/${pattern}/${flags.slice(0, index)}${flags.slice(index + 1)}`
    ),
  ];
}
