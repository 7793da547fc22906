/**
 * A failing test teaches: what was sent and received, what was expected and
 * why, the usual cause, a command to see it by hand, and where the hint is.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import type { Mark, Transcript } from "./transcript.ts";
import { visibleText } from "./visible.ts";

/** What a test tells the learner when it fails. */
export interface Lesson {
  /** The section of the current RFC: "RFC 9112 section 2.1". */
  readonly because?: string;
  /** The usual cause, and what to do instead. */
  readonly likely?: string;
  /** A command with which to see it by hand. */
  readonly try?: string;
}

/** What is known of a failure beside its headline. */
export interface FailureDetails extends Lesson {
  /** One sentence of what was expected. */
  readonly expected?: string;
  /** The usual cause, where the test does not know a better one. */
  readonly guess?: string;
  /** The connection on which it happened; by default the last one used. */
  readonly transcript?: Transcript;
  /** The first deviation in the bytes of that connection. */
  readonly mark?: Mark;
  /** What the learner's code threw: it is shown with its stack. */
  readonly thrown?: unknown;
}

/** A test that failed, with everything that its message needs. */
export class Failure extends Error {
  /** The name that error messages show. */
  override name = "AssertionError";
  /** What is known beside the headline. */
  readonly details: FailureDetails;
  /** The variants of a table within which it happened, the outermost first. */
  readonly variants: string[] = [];
  /** What those have to say, where it is not what the test says. */
  rowLesson: Lesson = {};

  /**
   * A failure that is told in words.
   *
   * @param headline What is wrong, in one line.
   * @param details What else is known.
   */
  constructor(headline: string, details: FailureDetails = {}) {
    super(headline);
    this.details = details;
  }
}

/** Where a test stands: its names are those of the repository. */
export interface TestPlace {
  /** The URL of the suite. */
  readonly suiteUrl: string;
  /** The stage, "02_http"; `undefined` outside the exercises. */
  readonly stage?: string;
  /** The number of the task. */
  readonly task?: number;
  /** The stack of the place where the test was defined. */
  readonly definedAt: string;
}

/** What is known of the test's course. */
export interface Course {
  /** The connection that was used last. */
  readonly lastUsed?: Transcript;
  /** What the server has logged. */
  readonly log?: readonly string[];
}

/** How many lines of the log are shown. */
const MAX_LOG_LINES = 3;

const ROOT = new URL("../", import.meta.url).href;
const KIT = new URL("./", import.meta.url).href;

/**
 * Turns whatever a test threw into the error that Deno prints: the message of
 * section 7 of the design, and the suite's line as its only frame.
 *
 * @param error What was thrown.
 * @param lesson What the test itself has to say.
 * @param place Where the test stands.
 * @param course What is known of the test's course.
 * @returns An error to throw out of the test.
 */
export function present(
  error: unknown,
  lesson: Lesson,
  place: TestPlace,
  course: Course = {},
): Error {
  const failure = toFailure(error);
  const { thrown } = failure.details;
  // Whoever wrote the lesson had a wrong answer in mind, not a broken program.
  const told = thrown === undefined
    ? { ...lesson, ...failure.rowLesson }
    : { try: lesson.try, guess: usualCause(thrown) };
  const details = { ...told, ...defined(failure.details) };
  const transcript = details.transcript ?? course.lastUsed;
  const lines = [
    [...failure.variants, failure.message].join(": "),
    "",
    ...threw(thrown, place),
    ...(transcript?.render(details.mark) ?? []),
    ...logged(course.log ?? []),
    ...row("expected", details.expected),
    ...row("because", details.because),
    ...row("likely", details.likely ?? details.guess),
    ...row("try", details.try),
    ...row("hint", hint(place)),
  ];
  const presented = new Error(lines.join("\n").trimEnd());
  presented.name = "AssertionError";
  const frame = suiteFrame(error, place);
  // Deno prints the message itself, and of the stack all but its first line.
  presented.stack = `AssertionError\n    at ${frame}`;
  return presented;
}

/**
 * An error in the learner's code, with the frames that are the learner's.
 *
 * @param error What was thrown.
 * @param suiteUrl The suite, whose frames are left out too.
 * @returns Its name and message, then its frames, without the kit's and Deno's.
 */
export function describeError(error: unknown, suiteUrl = KIT): string[] {
  if (!(error instanceof Error)) return [`${Deno.inspect(error)}, no Error`];
  const frames = stackFrames(error.stack)
    .filter((frame) => isLearners(frame) && !frame.includes(suiteUrl))
    .map(shorten);
  return [
    ...`${error.name}: ${error.message}`.split("\n"),
    ...frames.map((frame) => `  at ${frame}`),
  ];
}

/** What Deno's own errors usually mean where somebody writes a server. */
function usualCause(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  switch (thrown.name) {
    case "Interrupted":
      return "your own close() has ended a read() or accept() that waited: " +
        "whoever waits gets this error, and has to expect it";
    case "BadResource":
      return "it is closed already: accept() throws this when shutdown() closes " +
        "the listener, and so does a second close()";
    case "ConnectionReset":
    case "BrokenPipe":
      return "the client has gone, as clients do: catch the error where you " +
        "read or write, and end that connection only";
  }
}

/**
 * Any error as a failure: an assertion keeps its words, others their stack.
 *
 * @param error What was thrown.
 * @returns The failure; itself if it is one.
 */
export function toFailure(error: unknown): Failure {
  // A failing test disposes of its server: what that throws comes second.
  while (error instanceof SuppressedError) error = error.suppressed;
  if (error instanceof Failure) return error;
  if (error instanceof Error && error.name === "AssertionError") {
    return new Failure(error.message);
  }
  const [summary] = describeError(error);
  return new Failure(`thrown: ${summary}`, { thrown: error });
}

function threw(thrown: unknown, { suiteUrl }: TestPlace): string[] {
  if (thrown === undefined) return [];
  return describeError(thrown, suiteUrl).map((line, index) =>
    `  ${(index === 0 ? "threw" : "").padEnd(10)}${line}`
  );
}

/**
 * The end of the log: where a server catches what the learner's code throws,
 * only the log tells of it. A stack that is escaped there is unfolded here.
 */
function logged(log: readonly string[]): string[] {
  if (log.length === 0) return [];
  const parts = log.slice(-MAX_LOG_LINES).flatMap((line) =>
    `${line}`.replaceAll("\\n", "\n").split("\n")
  );
  const shown = parts
    .filter((part) => !/^ +at /.test(part) || isLearners(part))
    .map((part) => shorten(visibleText(toBytes(part)).text));
  return row("logged", shown.join("\n"));
}

function row(label: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  return text.split("\n").map((line, index) =>
    `  ${(index === 0 ? label : "").padEnd(10)}${line}`
  );
}

function hint({ stage, task }: TestPlace): string | undefined {
  if (stage === undefined) return undefined;
  return `exercises/${stage}/HINTS.md, task ${task}`;
}

/** Undefined details must not hide what the lesson says. */
function defined(details: FailureDetails): FailureDetails {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined),
  );
}

/** The line of the suite at which it happened, or where the test begins. */
function suiteFrame(error: unknown, place: TestPlace): string {
  while (error instanceof SuppressedError) error = error.suppressed;
  const own = error instanceof Error ? stackFrames(error.stack) : [];
  const frames = [...stackFrames(place.definedAt), ...own];
  // The outermost: the line of the test, not that of a helper in the suite.
  const frame = frames.findLast((frame) => frame.includes(place.suiteUrl));
  return /\(?([^\s(]+:\d+:\d+)\)?$/.exec(shorten(frame ?? place.suiteUrl))
    ?.[1] ?? shorten(place.suiteUrl);
}

function stackFrames(stack = ""): string[] {
  return stack.split("\n").flatMap((line) =>
    /^ {4}at (.*)$/.exec(line)?.[1] ?? []
  );
}

function isLearners(frame: string): boolean {
  return frame.includes("file://") && !frame.includes(KIT);
}

function shorten(frame: string): string {
  return frame.replaceAll(ROOT, "");
}
