/**
 * The news that the lab tells its page.
 *
 * @module
 */

import type { Part } from "./grammar/part.ts";
import type { CallName, CallResult } from "./preload/report.ts";

/** How one direction of a connection ends. */
export type StreamEnd = "end of file" | "reset" | "unreachable";

/** The state of a server's process. */
export type ServerState = "starting" | "listening" | "ended" | "stopped";

/** One connection, as the list of connections shows it. */
export interface LaneInfo {
  /** Its number, from 1. */
  readonly id: number;
  /** When it was opened, in ms since 1970. */
  readonly openedAt: number;
  /** The client's port. */
  readonly clientPort: number;
  /** Its opener, where the lab opened it: "editor". */
  readonly origin: string | undefined;
  /** Whether both directions are closed. */
  readonly isClosed: boolean;
  /** Whether calls of the server are known. */
  readonly isWatched: boolean;
  /** How many events are not kept, since there are too many. */
  readonly omitted: number;
}

/** Something that happened on a connection. Times are in ms since it opened. */
export type LaneEvent =
  /** Bytes travelled; the stream is an index into those of the lane. */
  | { type: "bytes"; at: number; stream: number; start: number; size: number }
  /** A direction has ended. */
  | { type: "end"; at: number; stream: number; how: StreamEnd }
  /** The server called a method of the connection. */
  | {
    type: "call";
    at: number;
    name: CallName;
    /** How many bytes it asked for, or gave. */
    asked?: number;
    /** The offset of the first byte that it got or gave. */
    start?: number;
    /** The line that called. */
    where?: string;
    /** When it returned; not there as long as it waits. */
    returnedAt?: number;
    /** Its result. */
    result?: CallResult;
    /** For `close`: how many bytes had arrived that the server never read. */
    unread?: number;
  }
  /** The server started or lost a CGI program. */
  | { type: "script"; at: number; name: string; what: string };

/** A direction of a connection, or a pipe of a CGI program. */
export interface StreamInfo {
  /** Its index within the lane. */
  readonly index: number;
  /** "request", "response", "program input" or "program output". */
  readonly name: string;
  /** How many bytes have travelled. */
  readonly total: number;
  /** Whether later bytes are not kept, since there are too many. */
  readonly isFull: boolean;
}

/** One change of what the page shows. */
export type Update =
  /** Begin anew: the state of the lab follows. */
  | { type: "reset" }
  | { type: "lane"; lane: LaneInfo }
  /** An event; one with the same index takes its place. */
  | { type: "event"; lane: number; index: number; event: LaneEvent }
  | { type: "stream"; lane: number; stream: StreamInfo }
  /** Bytes in Base64. */
  | {
    type: "bytes";
    lane: number;
    stream: number;
    start: number;
    bytes: string;
  }
  /** Parts; they replace those from an index on. */
  | {
    type: "parts";
    lane: number;
    stream: number;
    from: number;
    parts: readonly Part[];
  }
  /** A connection is forgotten. */
  | { type: "drop"; lane: number }
  /** The server has started, or ended. */
  | { type: "server"; state: ServerState; detail: string }
  /** The server has printed a line. */
  | { type: "log"; line: string };
