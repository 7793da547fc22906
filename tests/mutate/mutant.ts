/**
 * A mutant: a solution with one mechanical change.
 *
 * @module
 */

/** One change of a text. */
export interface Edit {
  /** Where the replaced text begins. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** What takes its place. */
  readonly replacement: string;
}

/** One change of a file of solutions/. */
export interface Mutant extends Edit {
  /** The file, relative to solutions/. */
  readonly file: string;
  /** What kind of change it is: "comparison". */
  readonly operator: string;
  /** The enclosing function, `Class.method`, or "(module)". */
  readonly scope: string;
  /** The number of the line on which the change begins. */
  readonly line: number;
  /** The text of this line, without the indentation. */
  readonly lineText: string;
  /** The change as one line: `count < 2 → count <= 2`. */
  readonly change: string;
}

/** How many characters of the replaced text are shown. */
const MAX_SHOWN = 60;

/**
 * Describes a change on one line.
 *
 * @param original The replaced text.
 * @param replacement What takes its place.
 * @returns `original → replacement`, with white space collapsed and long texts
 * cut.
 */
export function describeChange(original: string, replacement: string): string {
  return `${shorten(original)} → ${shorten(replacement) || "nothing"}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_SHOWN ? line : `${line.slice(0, MAX_SHOWN)}…`;
}

/**
 * Applies a change.
 *
 * @param text The text of the file.
 * @param edit The change.
 * @returns The changed text.
 */
export function applyEdit(text: string, edit: Edit): string {
  return text.slice(0, edit.start) + edit.replacement + text.slice(edit.end);
}

/**
 * Names what identifies a mutant when lines have moved.
 *
 * @param mutant The mutant.
 * @returns Its file, function, line and change.
 */
export function identify(
  { file, scope, lineText, change }: Pick<
    Mutant,
    "file" | "scope" | "lineText" | "change"
  >,
): string {
  return JSON.stringify([file, scope, lineText, change]);
}
