/**
 * The options of an HTTP server and their defaults: the only place where a
 * limit or a timeout gets its value. Those of {@linkcode PersistentOptions}
 * matter from stage 06 on, where a connection serves more than one request.
 *
 * @module
 */

import type { ServeOptions } from "../01_tcp.ts";
import { tolerantLog } from "../01_tcp/log.ts";

/** The limits of a request, and its signal. */
export interface ReadRequestOptions {
  /** Longest request-line in bytes; 8192 by default. Status 414, 501 or 400. */
  maxRequestLineBytes?: number;
  /** Longest header section in bytes; 32 768 by default. Status 431. */
  maxHeaderBytes?: number;
  /** Most fields in a header section; 100 by default. Status 431. */
  maxFields?: number;
  /** Longest body in bytes; 1 048 576 by default. Status 413. */
  maxBodyBytes?: number;
  /**
   * How long the request-line and the header section may take together, in
   * milliseconds; 10 000 by default. Status 408.
   */
  headerTimeoutMs?: number;
  /** How long the body may take, in milliseconds; 30 000 by default. Status 408. */
  bodyTimeoutMs?: number;
  /** The signal of the request; by default one that never aborts. */
  signal?: AbortSignal;
}

/** Options of a server that answers one request per connection. */
export interface SingleRequestOptions
  extends ServeOptions, Omit<ReadRequestOptions, "signal"> {
  /**
   * How long to wait for a client after its end of file while nothing can be
   * sent to it, in milliseconds; 10 000 by default. The end of file does not show
   * whether the client has half-closed or closed the connection.
   */
  halfCloseTimeoutMs?: number;
}

/** Options of a server whose connections persist. */
export interface PersistentOptions extends SingleRequestOptions {
  /**
   * How long a connection may wait for the first byte of a request, in
   * milliseconds; 60 000 by default. Then it is closed without an answer.
   */
  idleTimeoutMs?: number;
  /**
   * How long a write may make no progress, in milliseconds; 120 000 by default.
   * Then the connection is cut. Progress shows only when the system's send
   * buffer has room again, which on Linux takes up to 1.5 MiB of reading: with the
   * default, a client that reads 16 KiB per second gets everything.
   */
  sendTimeoutMs?: number;
  /**
   * Most connections open at the same time; 16 384 by default. One more is
   * answered 503 with Retry-After, and closed.
   */
  maxConnections?: number;
  /**
   * Most bytes in the extensions of all chunks of a body; 4096 by default.
   * Status 400.
   */
  maxChunkExtensionBytes?: number;
  /**
   * Longest trailer section of a chunked body in bytes; 8192 by default.
   * Status 431. It may have `maxFields` fields, like the header section.
   */
  maxTrailerBytes?: number;
  /**
   * Most bytes of an unread body that the server reads to reach the next
   * request; 65 536 by default. If more are left, the connection closes after
   * the answer.
   */
  maxDrainBytes?: number;
  /**
   * How long requests in progress may take after `shutdown()`, in milliseconds;
   * 5000 by default. Then they are cut.
   */
  shutdownGraceMs?: number;
  /**
   * Whether other processes may listen on the same port, so that the system
   * distributes the connections; `false` by default. Needs Linux and
   * `--unstable-net`.
   */
  reusePort?: boolean;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<PersistentOptions>;

const DEFAULTS: ResolvedOptions = {
  hostname: "127.0.0.1",
  port: 8000,
  log: console.log,
  lingerMs: 1000,
  maxRequestLineBytes: 8192,
  maxHeaderBytes: 32_768,
  maxFields: 100,
  maxBodyBytes: 1_048_576,
  headerTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  halfCloseTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  sendTimeoutMs: 120_000,
  maxConnections: 16_384,
  maxChunkExtensionBytes: 4096,
  maxTrailerBytes: 8192,
  maxDrainBytes: 65_536,
  shutdownGraceMs: 5000,
  reusePort: false,
};

/**
 * Fills in the defaults. The `log` of the result never throws.
 *
 * @param options The options; one that is undefined counts as left out.
 * @returns All options.
 */
export function resolveOptions(options: PersistentOptions): ResolvedOptions {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined);
  const resolved = { ...DEFAULTS, ...Object.fromEntries(given) };
  return { ...resolved, log: tolerantLog(resolved.log) };
}
