/**
 * The rules that all lines of a header section share: how they end, and which characters
 * they may have. RFC 9112 section 2, RFC 9110 section 5.6.
 *
 * @module
 */

import type { Fault, LabelledLine, Piece } from "./part.ts";

/** Labels a line without its end. */
export type LabelContent = (text: string, isWhole: boolean) => LabelledLine;

/** How a line may end. */
export interface LineOptions {
  /** Whether LF alone ends a line, as in the output of a CGI program. */
  allowsBareLf: boolean;
}

/** The characters of a token that begin a text. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/;

/**
 * Labels a line.
 *
 * @param text The line, one character per byte, with its LF if that has arrived.
 * @param labelContent Labels what stands before the line end.
 * @param options How the line may end.
 * @returns Its pieces. A fault of the line end counts first, as in the
 * failure messages of the tests.
 */
export function labelLine(
  text: string,
  labelContent: LabelContent,
  options: LineOptions,
): LabelledLine {
  const isWhole = text.endsWith("\n");
  const content = text.replace(/\r?\n$|\r$/, "");
  const labelled = labelContent(content, isWhole);
  const pieces: Piece[] = [...labelled.pieces];
  const kind = content === "" ? "empty-line" : "line-end";
  pieces.push({ kind, length: text.length - content.length });
  const fault = findFault(text, content, options);
  // A line that is not a start-line at all has worse faults than its end.
  const worse = labelled.fault?.at === 0 ? labelled.fault.note : undefined;
  return {
    pieces,
    fault: fault && worse
      ? { ...fault, note: `${fault.note}, and ${worse}` }
      : fault ?? labelled.fault,
  };
}

function findFault(
  text: string,
  content: string,
  { allowsBareLf }: LineOptions,
): Fault | undefined {
  if (!allowsBareLf && /(?:^|[^\r])\n$/.test(text)) {
    return {
      at: text.length - 1,
      note: "LF without CR",
      expected: "every line of a header section ends with CR LF",
      because: "RFC 9112 section 2.1",
    };
  }
  const carriageReturn = content.indexOf("\r");
  if (carriageReturn < 0) return undefined;
  return {
    at: carriageReturn,
    note: "CR without LF",
    expected: "CR stands only before LF",
    because: "RFC 9112 section 2.2",
  };
}

/**
 * Makes characters of bytes, one for each.
 *
 * @param bytes The bytes.
 * @returns As many characters, up to U+00FF.
 */
export function toText(bytes: Uint8Array): string {
  let text = "";
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
