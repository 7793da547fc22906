/**
 * A TCP server: an accept loop that gives every connection a task of its own,
 * and on top of it a server that answers `Yes`.
 *
 * RFC 9293 (TCP). It deliberately leaves out TLS and any notion of a message:
 * the next stage gives the bytes a meaning.
 *
 * @module
 */

import { isDisconnect } from "./01_tcp/disconnect.ts";
import { tolerantLog } from "./01_tcp/log.ts";
import { formatAddr, runProgram } from "./01_tcp/program.ts";
import { quoteForLog } from "./01_tcp/quote_for_log.ts";
import { writeAll } from "./01_tcp/write_all.ts";

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

/** How long the accept loop rests after a failure, in milliseconds. */
const ACCEPT_PAUSE_MS = 50;

/**
 * Listens, and runs `onConnection` for all clients at the same time. An error on
 * one connection is logged and ends only that connection.
 *
 * @param options Where to listen and what to log to.
 * @param onConnection Serves one connection.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 *
 * @example An echo server
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ask } from "./01_tcp/client.ts";
 * import { serveTcp } from "./01_tcp.ts";
 *
 * await using server = serveTcp({ port: 0 }, async (connection) => {
 *   const buffer = new Uint8Array(1024);
 *   const count = await connection.read(buffer) ?? 0;
 *   await connection.write(buffer.subarray(0, count));
 * });
 * assertEquals(await ask("hello", { port: server.addr.port }), "hello");
 * ```
 */
export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  const { hostname = "127.0.0.1", port = 8000, lingerMs = 1000 } = options;
  const log = tolerantLog(options.log);
  const listener = Deno.listen({ hostname, port });
  const open = new Map<Deno.TcpConn, Promise<void>>();
  let stopping = false;

  async function serveConnection(connection: Deno.TcpConn): Promise<void> {
    try {
      await onConnection(connection);
      await drain(connection, lingerMs);
    } catch (error) {
      if (!stopping && !isClosed(error)) {
        log(`${formatAddr(connection.remoteAddr)} failed: ${describe(error)}`);
      }
    } finally {
      close(connection);
      open.delete(connection);
    }
  }

  async function acceptConnections(): Promise<void> {
    while (!stopping) {
      try {
        const connection = await listener.accept();
        // The connection may arrive just as shutdown() is called.
        if (stopping) connection.close();
        else open.set(connection, serveConnection(connection));
      } catch (error) {
        if (stopping) break;
        // The client has left the queue already: accept the next one.
        if (isDisconnect(error)) continue;
        // The process may be out of file descriptors: a later accept() may
        // succeed, and the open connections must not suffer.
        log(`Cannot accept a connection: ${error}`);
        await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
    await Promise.all(open.values());
  }

  const finished = acceptConnections();

  function shutdown(): Promise<void> {
    if (!stopping) {
      stopping = true;
      listener.close();
      for (const connection of open.keys()) close(connection);
    }
    return finished;
  }

  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    shutdown,
    [Symbol.asyncDispose]: shutdown,
  };
}

/**
 * Answers `Yes` to the first message of each client.
 *
 * @param options Where to listen and what to log to.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeOptions = {}): Server {
  const log = tolerantLog(options.log);
  return serveTcp(options, async (connection) => {
    const buffer = new Uint8Array(4096);
    const count = await connection.read(buffer);
    if (count === null) return;
    const message = new TextDecoder().decode(buffer.subarray(0, count));
    // Quoted, so that a client cannot forge a line of the log.
    log(`${formatAddr(connection.remoteAddr)} says ${quoteForLog(message)}`);
    await writeAll(connection, new TextEncoder().encode("Yes"));
  });
}

/**
 * Half-closes, then reads until the client has half-closed too. If unread input
 * is left at close(), the kernel sends a reset, and a reset can destroy the
 * answer before the client has read it.
 */
async function drain(
  connection: Deno.TcpConn,
  lingerMs: number,
): Promise<void> {
  await connection.closeWrite();
  const deadline = setTimeout(() => close(connection), lingerMs);
  try {
    const buffer = new Uint8Array(4096);
    while (await connection.read(buffer) !== null);
  } finally {
    clearTimeout(deadline);
  }
}

/** Closes a connection that may be closed already. */
function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** The stack of an unexpected error shows its place, on one line of the log. */
function describe(error: unknown): string {
  return quoteForLog(`${error instanceof Error ? error.stack : error}`);
}

/** Whether an error means that the client has gone, or that we have closed. */
function isClosed(error: unknown): boolean {
  return isDisconnect(error) ||
    error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted;
}

if (import.meta.main) {
  await runProgram({ scheme: "tcp" }, serve);
}
