/**
 * The options of the engine: where to listen, and how much memory and time a
 * client may use.
 *
 * @module
 */

import type { ServeHttpOptions as SingleRequestOptions } from "../solutions/02_http.ts";

/**
 * Options of the engine: those of stage 02, with the same defaults, and those
 * that persistent connections need.
 */
export interface ServeHttpOptions extends SingleRequestOptions {
  /**
   * How long a connection may wait for its next request, in milliseconds;
   * 60 000 by default. Then it is closed without an answer.
   */
  idleTimeoutMs?: number;
  /**
   * How long a client may take to receive 64 KiB of an answer, or the rest of
   * it, in milliseconds; 30 000 by default. Then the connection is cut.
   */
  sendTimeoutMs?: number;
  /**
   * How many connections may be open at the same time; 16 384 by default. A
   * further one is answered 503, with Retry-After, and closed.
   */
  maxConnections?: number;
  /**
   * The total length of all chunk extensions of a body, in bytes; 4096 by
   * default. A body with more is answered 400.
   */
  maxChunkExtensionBytes?: number;
  /**
   * The length of the trailer section of a chunked body, in bytes; 8192 by
   * default. A longer one is answered 431. `maxFields` applies to it as well.
   */
  maxTrailerBytes?: number;
  /**
   * How much of a body that the handler did not read is read to reach the next
   * request, in bytes; 65 536 by default. If more follows, the connection is
   * closed after the answer.
   */
  maxDrainBytes?: number;
  /**
   * How long requests in progress may take after `shutdown()` was called, in
   * milliseconds; 5000 by default. Then their connections are cut.
   */
  shutdownGraceMs?: number;
  /**
   * Whether other processes may listen on the same port, so that the system
   * distributes the connections among them; `false` by default. Needs Linux and
   * `--unstable-net`.
   */
  reusePort?: boolean;
}

/** The options, each with a value. */
export type ResolvedOptions = Required<ServeHttpOptions>;

/**
 * Fills in the defaults.
 *
 * @param options The options of the caller.
 * @returns The options, each with a value.
 */
export function resolveOptions(options: ServeHttpOptions): ResolvedOptions {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  return {
    hostname: "127.0.0.1",
    port: 8000,
    reusePort: false,
    log: console.log,
    lingerMs: 1000,
    maxRequestLineBytes: 8192,
    maxHeaderBytes: 32_768,
    maxFields: 100,
    maxBodyBytes: 1_048_576,
    headerTimeoutMs: 10_000,
    bodyTimeoutMs: 30_000,
    idleTimeoutMs: 60_000,
    sendTimeoutMs: 30_000,
    maxConnections: 16_384,
    maxChunkExtensionBytes: 4096,
    maxTrailerBytes: 8192,
    maxDrainBytes: 65_536,
    shutdownGraceMs: 5000,
    ...given,
  };
}
