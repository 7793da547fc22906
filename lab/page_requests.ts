/**
 * The requests of the page to the lab, and the answers.
 *
 * @module
 */

import type { Part, Problem } from "./grammar/part.ts";

/**
 * The end after the last byte of a message: the client waits for the
 * answer, says that this was all, resets, stays and does not read, or reads
 * slowly.
 */
export type MessageEnd = "open" | "half-close" | "reset" | "stall" | "slow";

/** A message as the editor describes it. */
export interface EditorMessage {
  /** The message, with escapes; line breaks stand for nothing. */
  readonly text: string;
  /** The offsets at which it is cut. */
  readonly splitAt?: readonly number[];
  /** Whether each byte is a piece of its own. */
  readonly everyByte?: boolean;
  /** The pause between two pieces, in milliseconds. */
  readonly delayMs?: number;
  /** The end after the last byte. */
  readonly end?: MessageEnd;
  /** On how many connections at once it is sent; one by default. */
  readonly copies?: number;
}

/** The labels of a message that is being written, in short. */
export interface Draft {
  /** How many bytes it has. */
  readonly size: number;
  /** The first malformed byte. */
  readonly problem?: Problem & { readonly offset: number };
}

/** A recorded request for the editor. */
export interface Recorded {
  /** The bytes with escapes, a line break after each line. */
  readonly text: string;
  /** Its pieces, and the pauses between them. */
  readonly pieces: readonly Piece[];
  /** Whether the client has half-closed. */
  readonly end: MessageEnd;
}

/** A piece of a recorded message. */
export interface Piece {
  /** How many bytes it has. */
  readonly size: number;
  /** The pause before it, in milliseconds. */
  readonly pauseMs: number;
}

/** The answer of one server. */
export interface Answer {
  /** The server. */
  readonly name: string;
  /** How many bytes it has answered. */
  readonly total: number;
  /** The bytes in Base64; those of a long answer are not all there. */
  readonly bytes: string;
  /** The labels of the bytes. */
  readonly parts: readonly Part[];
  /** How the connection ended, and after how many milliseconds. */
  readonly ending: string;
  /** The calls of the server in short; not there if it is not watched. */
  readonly calls?: readonly string[];
  /** The reason if the answer is missing. */
  readonly error?: string;
}

/** The answers, and where they differ. */
export interface Comparison {
  /** The answers, in the order of the servers. */
  readonly answers: readonly Answer[];
  /** How each answer differs from the first one, by server. */
  readonly differences: Readonly<Record<string, Difference>>;
}

/** How two answers differ. */
export interface Difference {
  /** The first differing byte; not there if only something else differs. */
  readonly offset?: number;
  /** The differences, in a few words each. */
  readonly says: readonly string[];
}
