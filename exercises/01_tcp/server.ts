/**
 * Stage 01: a TCP server. `serveTcp` accepts connections, `serve` answers `Yes`.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars -- until the tasks are done

import { runProgram } from "./program.ts";

/** Options of every server of the course. */
export interface ServeOptions {
  /** The address to listen on; "127.0.0.1" by default, "0.0.0.0" for all. */
  hostname?: string;
  /** The port to listen on; 8000 by default, 0 for any that is free. */
  port?: number;
  /** Takes one line per connection or request; `console.log` by default. */
  log?(line: string): void;
  /**
   * How long a connection is drained after the last byte of the answer before
   * it is closed, in milliseconds; 1000 by default.
   */
  lingerMs?: number;
}

/** A running server. */
export interface Server extends AsyncDisposable {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
  /** Settles when the server has stopped and all its connections are closed. */
  readonly finished: Promise<void>;
  /** Stops accepting, cuts what is open, and waits for {@linkcode finished}. */
  shutdown(): Promise<void>;
}

/**
 * Serves one connection. When it returns, the connection is half-closed,
 * drained and closed; when it throws, the connection is closed at once.
 */
export type ConnectionHandler = (connection: Deno.TcpConn) => Promise<void>;

/**
 * Listens, and runs `onConnection` for all clients at the same time. An error on
 * one connection is logged and ends only that connection.
 *
 * @param options Where to listen and what to log to.
 * @param onConnection Serves one connection.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  // TODO task 1: listen, accept a connection, hand it to onConnection, close it
  // TODO task 2: accept in a loop
  // TODO task 5: serve the connections side by side
  // TODO task 9: half-close and drain before you close
  // TODO task 10: limit the drain
  // TODO task 11: shutdown() closes every connection
  // TODO task 12: finished waits for the handlers
  // TODO task 13: survive clients that have gone
  // TODO task 14: survive handlers that throw
  // TODO task 15: escape control characters in the log
  // TODO task 16: survive a log that throws
  throw new Error("Task 1 is not done yet");
}

/**
 * Answers `Yes` to the first message of each client.
 *
 * @param options Where to listen and what to log to.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeOptions = {}): Server {
  return serveTcp(options, (connection) => {
    // TODO task 1: read once, then write "Yes"
    // TODO task 2: no answer at the end of file
    // TODO task 3: log the client's address and its message
    throw new Error("Task 1 is not done yet");
  });
}

if (import.meta.main) {
  await runProgram({ scheme: "tcp" }, serve);
}
