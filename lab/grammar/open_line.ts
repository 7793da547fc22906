/**
 * A line that may not have ended yet: its labels, and the part that is missing
 * if nothing follows.
 *
 * @module
 */

import { labelChunkLine } from "./chunk_line.ts";
import { labelFieldLine } from "./field_line.ts";
import { labelLine } from "./line.ts";
import type { LabelledLine, Problem } from "./part.ts";
import { type Role, SCRIPT } from "./roles.ts";

/** The part of a message that the next byte belongs to. */
export type State =
  | "start"
  | "fields"
  | "content"
  | "chunk size"
  | "chunk data"
  | "chunk end"
  | "trailers"
  | "until close"
  | "after close"
  | "tunnel"
  | "lost";

/**
 * Labels a line.
 *
 * @param text The line as far as it has arrived, one character per byte.
 * @param state What it is.
 * @param role The kind of message.
 * @returns Its pieces.
 */
export function labelOpenLine(
  text: string,
  state: State,
  role: Role,
): LabelledLine {
  if (state === "chunk end") return labelChunkEnd(text);
  const label = state === "start"
    ? role.labelStart!
    : state === "chunk size"
    ? labelChunkLine
    : labelFieldLine;
  return labelLine(text, label, { allowsBareLf: role === SCRIPT });
}

function labelChunkEnd(text: string): LabelledLine {
  const isRight = "\r\n".startsWith(text);
  return {
    pieces: [{ kind: isRight ? "line-end" : "unread", length: text.length }],
    fault: isRight ? undefined : {
      at: 0,
      note: "the chunk is longer than its size",
      expected: "CR LF after the bytes of a chunk",
      because: "RFC 9112 section 7.1",
    },
  };
}

/** A byte after the last response, which has said that it is the last. */
export const SURPLUS: LabelledLine = {
  pieces: [{ kind: "unread", length: 1 }],
  fault: {
    at: 0,
    note: "the response has ended before this byte",
    expected: "the server ends the connection, and nothing follows",
    because: "RFC 9112 section 9.6",
  },
};

/**
 * Adds to a malformed status-line what may have gone wrong before it.
 *
 * @param line The line.
 * @returns The line with a longer note.
 */
export function afterAnotherAnswer(line: LabelledLine): LabelledLine {
  const { fault } = line;
  if (fault === undefined) return line;
  const note = `${fault.note}: is the answer before it longer than it says, ` +
    "or has it a body where none may be?";
  return { ...line, fault: { ...fault, note } };
}

/** Where a direction of a connection has ended. */
export interface Ending {
  /** The part that the next byte would have belonged to. */
  readonly state: State;
  /** Whether a line has begun and not ended. */
  readonly isWithinLine: boolean;
  /** How many bytes of content or of a chunk are missing. */
  readonly left: number;
  /** Whether the end is a reset. */
  readonly isReset: boolean;
}

/**
 * Tells what is missing at the end of a direction.
 *
 * @param ending Where it has ended.
 * @returns What is missing; `undefined` if the last message is whole.
 */
export function findMissing(ending: Ending): Problem | undefined {
  const note = missingNote(ending);
  return note === undefined ? undefined : {
    note,
    expected: "a whole message, then the end of the connection",
    because: "RFC 9112 section 8",
  };
}

function missingNote(ending: Ending): string | undefined {
  const { state, isWithinLine, left, isReset } = ending;
  switch (state) {
    case "start":
      return isWithinLine ? "the first line does not end" : undefined;
    case "fields":
      return "the header section does not end";
    case "content":
    case "chunk data":
      return `${left} bytes missing`;
    case "chunk size":
    case "chunk end":
    case "trailers":
      return "the chunked body does not end";
    case "until close":
      return isReset ? "the connection was reset within the body" : undefined;
    default:
      return undefined;
  }
}
