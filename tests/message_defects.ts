/**
 * Mistakes in the messages of failing tests that need no reader: what belongs to
 * the kit, values that were never meant to be text, lines that are too long.
 *
 * @module
 */

/** How long a line may be that is a sentence. */
const MAX_COLUMNS = 120;

/** The rows that are sentences: the others quote bytes, or are commands. */
const PROSE = ["expected", "because", "likely"];

/** What no message has, and why. */
const NEVER: readonly (readonly [pattern: RegExp, defect: string])[] = [
  [/\bkit\//, "a frame of the kit"],
  [/\bfile:\/\//, "an absolute address"],
  [/\[object \w+\]/, "an object that was made a text"],
  [/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u, "a control character"],
  [/\s+$/, "white space at the end"],
];

/** What no sentence of a message has. */
const NEVER_IN_PROSE: readonly (readonly [pattern: RegExp, defect: string])[] =
  [
    [/\bNaN\b/, "a number that is none"],
    [
      /\b(?:Failure|TaskRun|Transcript|RawResponse|SuppressedError)\b/,
      "a name of the kit",
    ],
    [/^(?: {2}\w+ +|AssertionError: )undefined$/m, "a value that is missing"],
  ];

/** One part of a message. */
interface Part {
  /** Its label; empty for the headline. */
  readonly label: string;
  readonly lines: string[];
}

/**
 * Looks for mistakes in a message.
 *
 * @param message The message, from "AssertionError: " to its frame.
 * @param file The file of the test, relative to the root.
 * @returns What is wrong, in words.
 */
export function findDefects(message: string, file: string): string[] {
  const parts = splitMessage(message);
  const defects = NEVER.flatMap(([pattern, defect]) =>
    describe(message.trimEnd(), pattern, defect)
  );
  for (const { label, lines } of parts) {
    if (label !== "" && !PROSE.includes(label)) continue;
    const text = lines.join("\n");
    for (const [pattern, defect] of NEVER_IN_PROSE) {
      defects.push(...describe(text, pattern, defect));
    }
    for (const line of lines) {
      if (line.length <= MAX_COLUMNS) continue;
      defects.push(`a line of ${line.length} characters: ${line}`);
    }
  }
  const frames = message.match(/^ {4}at .*$/gm) ?? [];
  const isSuites = frames.length === 1 && frames[0].includes(`at ${file}:`);
  if (!isSuites) defects.push(`not one frame, in ${file}: ${frames.join()}`);
  return defects;
}

function describe(text: string, pattern: RegExp, defect: string): string[] {
  const found = pattern.exec(text);
  if (!found) return [];
  const { index } = found;
  const around = text.slice(Math.max(0, index - 30), index + 30);
  return [`${defect}: …${around}…`];
}

/** Splits a message at its labels; the first part is the headline. */
function splitMessage(message: string): Part[] {
  const [headline, ...lines] = message.trimEnd().split("\n");
  const parts: Part[] = [{ label: "", lines: [headline] }];
  for (const line of lines) {
    const [, label] = /^ {2}(\w+) +\S/.exec(line) ?? [];
    if (label) parts.push({ label, lines: [line] });
    else if (line.startsWith(" ".repeat(12))) parts.at(-1)!.lines.push(line);
  }
  return parts;
}
