/**
 * The labelled parts of a failure message, aligned below each other.
 *
 * @module
 */

/** How long a line of a sentence may be, after its label. */
const PROSE_COLUMNS = 96;

/**
 * The lines of one part of the message.
 *
 * @param label Stands before the first line.
 * @param text The text; nothing is shown for `undefined`.
 * @returns The lines.
 */
export function row(label: string, text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return text.split("\n").map((line, index) =>
    `  ${(index === 0 ? label : "").padEnd(10)}${line}`
  );
}

/**
 * The lines of a part that is a sentence: a long one is broken at its spaces.
 *
 * @param label Stands before the first line.
 * @param text The sentence; nothing is shown for `undefined`.
 * @returns The lines.
 */
export function prose(label: string, text: string | undefined): string[] {
  return row(label, text?.split("\n").map(wrap).join("\n"));
}

function wrap(line: string): string {
  const [first, ...others] = line.split(" ");
  const lines = [first];
  for (const word of others) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= PROSE_COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}
