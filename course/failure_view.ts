/**
 * How failures and type errors look on a terminal.
 *
 * @module
 */

import { ROOT_URL } from "./layout.ts";
import { bold, dim, fold, foldAtSpaces, plain, red, yellow } from "./style.ts";
import type { FirstFailure } from "./test_run.ts";
import { RUN, VIEW } from "./texts.ts";
import type { TypeProblem } from "./type_check.ts";

/** How many lines of the output are shown. */
const MAX_PRINTED = 10;

/** A label of a failure message, and what follows it. */
const LABELLED = /^( {2})([a-z]+ {2,})(?=\S)/;

/** Labels of the conversation; the other labels explain it. */
const CONVERSATION = /^ {2}(?:sent|received|server|others|logged) /;

/** Lines of the conversation in which every space counts. */
const VERBATIM = /^(?: {2}(?:sent|received|logged) | {12}\S)/;

/** A place in a file, as the frame of a stack has it. */
const PLACE =
  /\n {4}at (?:.*\()?((?:exercises|course|kit)\/[^\s)]+:\d+:\d+)\)?/;

/**
 * The words of a failure, without the class of the error.
 *
 * @param failure The failure.
 * @returns Its message, from its headline on.
 */
export function messageOf({ message }: FirstFailure): string {
  const timeout = /^Test timed out after (\d+)ms\.?$/.exec(message)?.[1];
  if (timeout) return RUN.endless(Number(timeout) / 1000);
  return message.replace(/^AssertionError: /, "").replaceAll(ROOT_URL, "");
}

/**
 * Renders a failure.
 *
 * @param failure The failure.
 * @returns Its lines.
 */
export function renderFailure(failure: FirstFailure): string[] {
  const [headline, ...details] = messageOf(failure).trimEnd().split("\n");
  return [
    bold(failure.test ?? failure.file),
    red(headline),
    ...details.map(renderDetail),
  ];
}

/**
 * Moves what explains a failure before the conversation, for a screen without
 * room for both.
 *
 * @param lines The lines of the failure, as {@linkcode renderFailure} returns them.
 * @returns The same lines in another order.
 */
export function explanationFirst(lines: readonly string[]): string[] {
  const explanation: string[] = [];
  const conversation: string[] = [];
  let block = explanation;
  for (const line of lines) {
    const text = plain(line);
    if (LABELLED.test(text)) {
      block = CONVERSATION.test(text) ? conversation : explanation;
    }
    if (!text.startsWith(" ")) block = explanation;
    if (/^ {4}at /.test(text)) block = explanation;
    block.push(line);
  }
  if (conversation.length === 0) return explanation;
  return [...explanation, "", ...conversation];
}

/**
 * Breaks a line of a message into rows: its words stay whole, and the rows after
 * a label stand below the first. The bytes on a connection keep every space.
 *
 * @param line The line.
 * @param columns How many columns the terminal has.
 * @returns The rows.
 */
export function foldMessage(line: string, columns: number): string[] {
  const text = plain(line);
  if (VERBATIM.test(text)) return fold(line, columns);
  const [label] = LABELLED.exec(text) ?? /^ */.exec(text)!;
  return foldAtSpaces(line, columns, " ".repeat(label.length));
}

/**
 * A failure in one line, as compilers write it: an editor can jump to it.
 *
 * @param failure The failure.
 * @returns "FILE:LINE:COLUMN: error: HEADLINE".
 */
export function problemLine(failure: FirstFailure): string {
  const message = messageOf(failure);
  const place = PLACE.exec(message)?.[1] ?? `${failure.file}:1:1`;
  const [headline] = message.split("\n");
  return `${place}: error: ${headline}`;
}

/**
 * Renders type errors.
 *
 * @param problems The errors.
 * @returns Their lines.
 */
export function renderTypeProblems(problems: readonly TypeProblem[]): string[] {
  if (problems.length === 0) return [];
  return [
    yellow(VIEW.typeProblems(problems.length)),
    ...problems.map(({ file, line, column, message }) =>
      `  ${file}:${line}:${column}: ${message}`
    ),
  ];
}

/**
 * Renders the end of the output of the learner's code.
 *
 * @param lines The lines that it has printed.
 * @returns The lines to show.
 */
export function renderPrinted(lines: readonly string[]): string[] {
  const shown = lines.slice(-MAX_PRINTED).map(printable);
  if (shown.length === 0) return [];
  return [dim(VIEW.printed(shown.length, lines.length)), ...shown];
}

/**
 * Makes a line harmless for a terminal: it must not move the cursor.
 *
 * @param line The line.
 * @returns The line without control characters.
 */
export function printable(line: string): string {
  return plain(line).replace(/\p{Cc}/gu, "\ufffd");
}

function renderDetail(line: string): string {
  if (/^ {4}at /.test(line)) return dim(line);
  return line.replace(LABELLED, (_, indent, label) => indent + dim(label));
}
