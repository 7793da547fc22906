/**
 * What the persistent engine can be told: where to listen, and how much of its
 * memory and its time a client may have.
 *
 * @module
 */

import type { ServeHttpOptions as SingleRequestOptions } from "../solutions/02_http.ts";

/**
 * Options of the persistent engine: those of stage 02, with the same defaults,
 * and what many requests on a connection need beside them.
 */
export interface ServeHttpOptions extends SingleRequestOptions {
  /**
   * How long a connection may wait for its next request, in milliseconds;
   * 60 000 by default. Then it is closed without a word.
   */
  idleTimeoutMs?: number;
  /**
   * How long a client may take to receive 64 KiB of an answer, or the rest of
   * it, in milliseconds; 30 000 by default. Then it is cut.
   */
  sendTimeoutMs?: number;
  /**
   * How many connections may be open at the same time; 16 384 by default. One
   * more is answered 503, with Retry-After, and closed.
   */
  maxConnections?: number;
  /**
   * How long the extensions of all chunks of a body may be together, in bytes;
   * 4096 by default. Else 400.
   */
  maxChunkExtensionBytes?: number;
  /**
   * How long the trailer section of a chunked body may be, in bytes; 8192 by
   * default. Else 431. It counts fields like the header section.
   */
  maxTrailerBytes?: number;
  /**
   * How much of a body that the handler has not read is read for the sake of
   * the next request, in bytes; 65 536 by default. A connection on which more
   * is to come is closed after the answer.
   */
  maxDrainBytes?: number;
  /**
   * How long what is in flight may take after `shutdown()` has been called, in
   * milliseconds; 5000 by default. Then it is cut.
   */
  shutdownGraceMs?: number;
  /**
   * Whether other processes may listen on the same port, and the system deals
   * the connections out; `false` by default. Needs Linux and `--unstable-net`.
   */
  reusePort?: boolean;
}

/** The options with their defaults filled in. */
export type Limits = Required<ServeHttpOptions>;

/**
 * Fills in the defaults.
 *
 * @param options The options.
 * @returns All of them.
 */
export function withDefaults(options: ServeHttpOptions): Limits {
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
