/**
 * The message of a failing test without what is a matter of chance, so that two
 * runs of the same mistake give the same text: ports, moments, temporary names,
 * and how much the kernel takes before it stops.
 *
 * @module
 */

import { prose } from "../kit/message_rows.ts";
import { ROOT } from "./deno_command.ts";

/** What differs between two runs, and what stands for it. */
const CHANCE: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // A place in a file moves with every edit of that file.
  [/(\.ts):\d+:\d+/g, "$1:LINE:COLUMN"],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d{4,5}\b/g, "$1:PORT"],
  [/\b(port: |black for |undefined for )\d{4,5}\b/g, "$1PORT"],
  [/\/tmp\/[0-9a-f]{12,16}\b/g, "TEMP"],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, "DATE"],
  [/\b\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4} \([^)]*\)/g, "DATE"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "DATE"],
  [/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]/g, "[DATE]"],
  // A weak ETag is made of the time of the file.
  [/(W\/"[0-9a-f]+-)[\w+/]{27}"/g, '$1TAG"'],
  [/\b(took|arrived after|served for|time {5}) \d+ ms\b/g, "$1 N ms"],
  [/\b\d+ MiB into memory/g, "N MiB into memory"],
  // The number of earlier tries.
  [/\b\d+ earlier connections(\n +connection \d+: .*)+/g, "N connections"],
  // How much of a stream has arrived, was taken, or was lost.
  [/Y{5,}/g, "YYYYY"],
  [/a{20,}…?/g, "aaaaa"],
  [/\(in \d\d+ pieces\)/g, "(in N pieces)"],
  [/\bread all \d+(?= bytes, wrote 0, waits in read\(\)$)/gm, "read all N"],
  [/\bread \d{5,}(?= of \d+ bytes)/g, "read N"],
  [/\breceived \d+(?= of \d+ characters)/g, "received N"],
  [/\bafter \d{5,}(?= of the \d+ bytes)/g, "after N"],
  [/\bwrote \d{5,}/g, "wrote N"],
  [/\bbyte \d{5,}: \d+ bytes missing/g, "byte N: N bytes missing"],
  [/\bbyte \d+( of the body is wrong[^]*?from there on )".*"/g, 'byte N$1"…"'],
  [/the server has sent ".*"/g, 'the server has sent "…"'],
  [/(?:^ {12}.*(?:\u2400.*){8}\n)+(?: {12}… \d+ bytes more\n)?/gm, ""],
  // A frame that is there only if the handler was waited for.
  [/^ +at async untilAborted .*\n/gm, ""],
  // The environment of a program has the name of a temporary folder.
  [/(\/cgi-bin\/show HTTP\/1\.1" 200) \d+/g, "$1 N"],
];

/** A row that is a sentence: where its lines break depends on their lengths. */
const SENTENCE = /^ {2}(expected|because|likely) +(.*(?:\n {12}\S.*)*)$/gm;

/**
 * Replaces what is a matter of chance.
 *
 * @param message The message of a failing test.
 * @returns The message as every run gives it.
 */
export function stableMessage(message: string): string {
  return replaceChance(
    message.replace(SENTENCE, (row, label, text) => {
      const sentence = text.replaceAll(/\n {12}/g, " ");
      const stable = replaceChance(sentence);
      const hasOtherLength = /TEMP|ROOT/.test(stable);
      return hasOtherLength ? prose(label, stable).join("\n") : row;
    }),
  );
}

function replaceChance(text: string): string {
  return CHANCE.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text.replaceAll(ROOT.pathname, "ROOT/"),
  );
}
