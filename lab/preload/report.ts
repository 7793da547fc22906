/**
 * The reports of the server's process to the lab, one JSON text per line.
 *
 * @module
 */

/** A report. Times are in ms since 1970, with fractions. */
export type Report =
  /** It listens on this port. */
  | { type: "listening"; port: number }
  /** It has accepted the connection of a client with this port. */
  | { type: "accepted"; port: number; at: number }
  /** It calls a method of that connection. */
  | {
    type: "call";
    id: number;
    port: number;
    name: CallName;
    at: number;
    /** How many bytes it asks for, or gives. */
    asked?: number;
    /** The line that calls: "server.ts:42". */
    where?: string;
  }
  /** A call has returned. */
  | { type: "returned"; id: number; at: number; result: CallResult }
  /** It has started a CGI program. */
  | {
    type: "script";
    id: number;
    at: number;
    command: string;
    /** The meta-variables that tell which request it answers. */
    env: Readonly<Record<string, string>>;
  }
  /** The program has written to stdout, or is sent something to stdin. */
  | {
    type: "piped";
    id: number;
    at: number;
    pipe: "stdin" | "stdout";
    size: number;
    /** The bytes in Base64; left out for what comes after a long output. */
    bytes?: string;
  }
  /** The program has ended, or closed its stdout. */
  | { type: "script ended"; id: number; at: number; how: string };

/** A method of a connection that is watched. */
export type CallName =
  | "read"
  | "write"
  | "closeWrite"
  | "close"
  | "setNoDelay";

/** How many bytes were read or written, `null` for the end, or an error. */
export type CallResult = number | null | { readonly error: string };
