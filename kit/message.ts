/**
 * The message of a failing test: what was sent and received, what was expected
 * and why, the likely cause, a command to see it by hand, and the task.
 *
 * @module
 */

import {
  type Failure,
  firstError,
  type Lesson,
  likelyCause,
  type Symptom,
  toFailure,
} from "./failure.ts";
import {
  causeOfError,
  describeError,
  isLearners,
  notDoneYet,
  placeOf,
  shorten,
  stackFrames,
} from "./learner_error.ts";
import { prose, row } from "./message_rows.ts";
import type { TaskRun } from "./task_run.ts";
import { showControls } from "./visible.ts";

/** The place of a test in the repository. */
export interface TestPlace {
  /** The URL of the test file. */
  readonly suiteUrl: string;
  /** The stage: "02_http". */
  readonly stage: string;
  /** The number of the task. */
  readonly task: number;
  /** The stack of the place where the test was defined. */
  readonly definedAt: string;
}

/** How many lines of the log are shown, and how long a line may be. */
const MAX_LOG_LINES = 3;
const MAX_LOG_LINE = 160;

/** The symptoms that a lesson about an answer does not explain. */
const NOT_ABOUT_AN_ANSWER = ["thrown", "leak", "late"];

/**
 * Turns an error of a test into the error that Deno prints: the message, and the
 * suite's line as its only frame.
 *
 * @param error The error.
 * @param lesson The lesson of the test.
 * @param place The place of the test.
 * @param run The state of the test.
 * @returns An error to throw out of the test.
 */
export function present(
  error: unknown,
  lesson: Lesson,
  place: TestPlace,
  run: TaskRun,
): Error {
  const failure = toFailure(error);
  const undone = undoneTask(failure, run);
  if (undone !== undefined) return undone;
  const lines = messageLines(failure, lesson, place, run);
  return errorOf(lines.join("\n").trimEnd(), suiteFrame(error, place));
}

/**
 * The message about a test whose event loop has stopped turning.
 *
 * @param title The name of the test.
 * @param place The place of the test.
 * @param transcript The bytes on the connection that was used last.
 * @returns The message, to be printed next to the test.
 */
export function endlessLoop(
  title: string,
  place: TestPlace,
  transcript: readonly string[],
): string {
  const lines = [
    title,
    "error: an endless loop: the event loop has not turned for 2 s",
    "",
    ...transcript,
    ...prose(
      "expected",
      "every loop ends, or awaits something that takes time",
    ),
    ...prose(
      "likely",
      "a loop whose condition never changes: after the end of file, for " +
        "instance, or when a search finds nothing",
    ),
    ...row("task", taskOf(place)),
    `    at ${suiteFrame(undefined, place)}`,
  ];
  return showControls(lines.join("\n"));
}

/** An error that Deno prints as a message and one frame. */
function errorOf(message: string, frame: string): Error {
  const presented = new Error(showControls(message));
  presented.name = "AssertionError";
  // Deno prints the message itself, and of the stack all but its first line.
  presented.stack = `AssertionError\n    at ${frame}`;
  return presented;
}

/** A task that was not begun takes one line, at the line of its TODO. */
function undoneTask(
  { details, scene }: Failure,
  run: TaskRun,
): Error | undefined {
  const { thrown } = details;
  if (thrown instanceof Error) {
    const sentence = notDoneYet(thrown.message);
    const frame = stackFrames(thrown.stack).find(isLearners);
    if (sentence && frame) return errorOf(sentence, placeOf(frame));
  }
  // A server that catches the error of its handler logs it, with its stack.
  for (const line of scene.log ?? run.log) {
    const sentence = notDoneYet(line);
    const frame = /file:\/\/[^\s()\\]+:\d+:\d+/.exec(line)?.[0];
    if (sentence) return errorOf(sentence, placeOf(frame ?? "the log"));
  }
}

function messageLines(
  failure: Failure,
  lesson: Lesson,
  place: TestPlace,
  run: TaskRun,
): string[] {
  const { details } = failure;
  const { symptom } = details;
  const isAboutAnswer = !NOT_ABOUT_AN_ANSWER.includes(symptom ?? "");
  const transcript = failure.scene.transcript ?? run.lastUsed;
  const { rowLesson } = failure;
  const because = details.because ??
    (isAboutAnswer ? rowLesson.because ?? lesson.because : undefined);
  return [
    [...failure.variants, failure.message].join(": "),
    "",
    ...threw(details.thrown, place),
    ...(transcript?.render(details.mark) ?? []),
    ...row("server", failure.scene.server),
    ...row("program", failure.scene.programs),
    ...row("others", failure.scene.others),
    ...logged(logOf(failure, run)),
    ...prose("expected", details.expected),
    ...(details.rows ?? []).flatMap(([label, text]) => row(label, text)),
    ...prose("because", because),
    ...prose("likely", likely(failure, lesson, run)),
    ...row("try", details.try ?? rowLesson.try ?? lesson.try),
    ...row("task", taskOf(place)),
  ];
}

/** The cause that belongs to what has failed, from the closest source. */
function likely(
  { details, rowLesson, scene }: Failure,
  lesson: Lesson,
  run: TaskRun,
): string | undefined {
  const { symptom, thrown } = details;
  // An assertion may give its cause as a text even if it has a symptom.
  const own = typeof details.likely === "string"
    ? details.likely
    : likelyCause(details.likely, symptom);
  return own ??
    scene.cause ??
    lessonCause(rowLesson.likely, symptom) ??
    lessonCause(lesson.likely, symptom) ??
    causeOfError(thrown, run.hasLeft) ??
    details.guess ??
    scene.guess;
}

/** A text is about every answer. */
function lessonCause(
  cause: Lesson["likely"],
  symptom: Symptom | undefined,
): string | undefined {
  if (typeof cause !== "string") return likelyCause(cause, symptom);
  return symptom === "thrown" || symptom === "leak" ? undefined : cause;
}

function threw(thrown: unknown, { suiteUrl }: TestPlace): string[] {
  if (thrown === undefined) return [];
  return row("threw", describeError(thrown, suiteUrl).join("\n"));
}

/** The log without what it says about other rows of the table. */
function logOf({ scene }: Failure, run: TaskRun): readonly string[] {
  const { log = run.log, isAboutOtherRow = () => false } = scene;
  return log.filter((line) => !isAboutOtherRow(line));
}

/**
 * The end of the log: where a server catches an error of the learner's code,
 * only the log tells of it. A stack that is escaped there is unfolded here.
 */
function logged(log: readonly string[]): string[] {
  if (log.length === 0) return [];
  const parts = log.slice(-MAX_LOG_LINES).flatMap((line) =>
    line.replaceAll("\\n", "\n").split("\n")
  );
  const shown = parts
    .filter((part) => !/^ +at /.test(part) || isLearners(part))
    .map((part) => abbreviate(shorten(part)));
  return row("logged", shown.join("\n"));
}

function abbreviate(line: string): string {
  return line.length <= MAX_LOG_LINE
    ? line
    : `${line.slice(0, MAX_LOG_LINE)}… (${line.length} characters)`;
}

function taskOf({ stage, task }: TestPlace): string | undefined {
  if (stage === undefined) return undefined;
  return `exercises/${stage}/README.md, task ${task}; hints in HINTS.md`;
}

/** The line of the suite that failed, or else the first line of the test. */
function suiteFrame(error: unknown, place: TestPlace): string {
  const first = firstError(error);
  const own = first instanceof Error ? stackFrames(first.stack) : [];
  const frames = [...stackFrames(place.definedAt), ...own];
  // The outermost: the line of the test, not that of a helper in the suite.
  const frame = frames.findLast((frame) => frame.includes(place.suiteUrl));
  return placeOf(frame ?? place.suiteUrl);
}
