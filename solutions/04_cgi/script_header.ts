/**
 * The header section of a program's output, up to the first empty line. RFC
 * 3875 sections 6.2 and 6.3.
 *
 * @module
 */

import { type Field, parseFieldLine } from "../02_http/fields.ts";
import { decodeLatin1, encodeLatin1 } from "../02_http/syntax.ts";
import { type Bytes, HttpError } from "../02_http/types.ts";
import { ScriptError } from "./script_error.ts";

/** A header section, and the bytes that were read after it. */
export interface ScriptHeader {
  /** The fields, in the order of their lines. */
  readonly fields: Field[];
  /** The first bytes of the body. */
  readonly rest: Bytes;
}

/** The source of the output. */
export interface ScriptOutput {
  /** Reads some bytes; `null` at the end. */
  read(): Promise<Bytes | null>;
}

/** Unlike in a request, a line may end with LF alone. */
const EMPTY_LINE = /(?:^|\n)\r?\n/;

/**
 * Reads the header section.
 *
 * @param output The output of a program, from its beginning.
 * @param maxHeaderBytes Longest section in bytes, without the empty line.
 * @returns The header section.
 * @throws {ScriptError} If it is malformed, too long, or incomplete.
 */
export async function readScriptHeader(
  output: ScriptOutput,
  maxHeaderBytes: number,
): Promise<ScriptHeader> {
  let text = "";
  for (;;) {
    const chunk = await output.read();
    if (chunk === null) {
      throw new ScriptError("Cannot read header section: the output has ended");
    }
    // The empty line may have begun in an earlier chunk.
    text += decodeLatin1(chunk);
    const end = EMPTY_LINE.exec(text);
    if (sectionLength(text, end) > maxHeaderBytes) {
      throw new ScriptError(
        `Cannot read header section: expected at most ${maxHeaderBytes} bytes`,
      );
    }
    if (end === null) continue;
    return {
      fields: parseFieldLines(text.slice(0, end.index)),
      rest: encodeLatin1(text.slice(end.index + end[0].length)),
    };
  }
}

/**
 * How many bytes of the text belong to the section: its lines with their line
 * ends, but not the empty line.
 */
function sectionLength(text: string, end: RegExpExecArray | null): number {
  // Without an end, the last byte may be the CR of the empty line.
  return end === null ? text.length - "\r".length : end.index + "\n".length;
}

/**
 * Parses the lines as strictly as those of a client: a CR or another control
 * character in a value may be an attempt to inject a field.
 */
function parseFieldLines(section: string): Field[] {
  if (section === "") return [];
  try {
    return section.replace(/\r$/, "").split(/\r?\n/).map(parseFieldLine);
  } catch (error) {
    if (error instanceof HttpError) throw new ScriptError(error.message);
    throw error;
  }
}
