/**
 * Errors of the learner's code as a failing test shows them: the message and
 * the frames of the learner's files, without those of the kit and of Deno.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url).href;
const KIT = new URL("./", import.meta.url).href;

/**
 * An error in the learner's code.
 *
 * @param error The error.
 * @param suiteUrl The suite, whose frames are left out too.
 * @returns The name and the message, then the learner's frames.
 */
export function describeError(error: unknown, suiteUrl = KIT): string[] {
  if (!(error instanceof Error)) {
    return [`${inspect(error)}, which is not an Error`];
  }
  const frames = stackFrames(error.stack)
    .filter((frame) => isLearners(frame) && !frame.includes(suiteUrl))
    .map(shorten);
  return [
    ...`${asText(error.name)}: ${asText(error.message)}`.split("\n"),
    ...frames.map((frame) => `  at ${frame}`),
  ];
}

/**
 * The likely cause of an error that the learner's code threw. Only errors whose
 * name leaves no doubt have one.
 *
 * @param thrown The error.
 * @param hasLeft Whether a client of the test has closed or reset its connection.
 * @returns The cause; `undefined` if the name does not tell.
 */
export function causeOfError(
  thrown: unknown,
  hasLeft: boolean,
): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  switch (thrown.name) {
    case "Interrupted":
      return "close() interrupts a read() or accept() that waits: expect this " +
        "error where you wait";
    case "BadResource":
      return "the connection or the listener is closed already: after close(), " +
        "every call throws this, a second close() too";
    case "BrokenPipe":
    case "ConnectionReset":
      return hasLeft
        ? "the client has gone: catch the error where you read or write, and " +
          "end that connection only"
        : undefined;
  }
}

/**
 * The task that a stub names: "Task 3 is not done yet".
 *
 * @param text An error message, or a line of the log.
 * @returns The sentence; `undefined` if the text does not have it.
 */
export function notDoneYet(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  return /\bTask \d+ is not done yet\b/.exec(text)?.[0];
}

/**
 * The frames of a stack.
 *
 * @param stack The stack, as V8 writes it.
 * @returns The frames, without "at".
 */
export function stackFrames(stack = ""): string[] {
  return stack.split("\n").flatMap((line) =>
    /^ {4}at (.*)$/.exec(line)?.[1] ?? []
  );
}

/**
 * Whether a frame lies in a file outside the kit.
 *
 * @param frame The frame.
 * @returns Whether it is the learner's, or the suite's.
 */
export function isLearners(frame: string): boolean {
  return frame.includes("file://") && !frame.includes(KIT);
}

/**
 * A frame with its path relative to the root of the repository.
 *
 * @param frame The frame.
 * @returns The same, shorter.
 */
export function shorten(frame: string): string {
  return frame.replaceAll(ROOT, "");
}

/**
 * A frame as a place in a file.
 *
 * @param frame The frame.
 * @returns The path, the line and the column: "exercises/…/server.ts:12:3".
 */
export function placeOf(frame: string): string {
  const short = shorten(frame);
  return /\(?([^\s(]+:\d+:\d+)\)?$/.exec(short)?.[1] ?? short;
}

/** A thrown value may not be convertible to a string. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}

/** A thrown value may refuse to be inspected. */
function inspect(value: unknown): string {
  try {
    return Deno.inspect(value);
  } catch {
    return "a value that cannot be shown";
  }
}
