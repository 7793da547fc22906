/**
 * The knowledge of the page from the start: the server, and the dictionary that
 * explains bytes.
 *
 * @module
 */

import type { CGI_KINDS, KINDS } from "./grammar/kinds.ts";
import type { MessageEnd } from "./page_requests.ts";

/** The meaning of a byte, a field, a method or a status. */
export interface Explanation {
  /** Its purpose, in a sentence or two. */
  readonly says: string;
  /** Where that is written. */
  readonly section: string;
}

/** A task of the course. */
export interface TaskLink {
  /** The name of its stage. */
  readonly stage: string;
  /** Its number, from 1. */
  readonly number: number;
  /** Its title. */
  readonly title: string;
  /** What runs its tests. */
  readonly command: string;
}

/** A message for the editor. */
export interface Preset {
  /** Its name. */
  readonly name: string;
  /** The message, with escapes. */
  readonly text: string;
  /** The offsets at which it is cut. */
  readonly splitAt?: readonly number[];
  /** Whether each byte is a piece of its own. */
  readonly everyByte?: boolean;
  /** The pause between pieces, in milliseconds. */
  readonly delayMs?: number;
  /** The end after the last byte; the client waits by default. */
  readonly end?: MessageEnd;
  /** On how many connections at once it is sent; one by default. */
  readonly copies?: number;
  /** The task about it. */
  readonly task?: TaskLink;
}

/** Everything that the page is told when it is opened. */
export interface About {
  /** The name of the stage; not there for a file of the user's own. */
  readonly stage: string | undefined;
  /** Whether the server is the reference. */
  readonly isReference: boolean;
  /** The server's file. */
  readonly file: string;
  /** The port of the relay. */
  readonly relayPort: number;
  /** The parts of the grammar. */
  readonly kinds: typeof KINDS;
  /** Those that mean something else in the output of a CGI program. */
  readonly cgiKinds: typeof CGI_KINDS;
  /** Fields, methods and status codes: "field:host", "status:404". */
  readonly subjects: Readonly<Record<string, Explanation>>;
  /** The tasks about parts, fields, methods and status codes. */
  readonly tasks: Readonly<Record<string, TaskLink>>;
  /** Messages for the editor. */
  readonly presets: readonly Preset[];
  /** The servers to compare with: "reference", "Deno.serve". */
  readonly others: readonly string[];
}
