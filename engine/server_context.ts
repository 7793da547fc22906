/**
 * The parts of a server that all its connections use. Nothing here is shared by
 * two servers of the same process.
 *
 * @module
 */

import type { HttpHandler } from "../solutions/02_http/types.ts";
import { Cancellations } from "./cancellations.ts";
import { Clock } from "./clock.ts";
import { QuickHeadReader } from "./head/quick_head_reader.ts";
import { BufferPool } from "./io/buffer_pool.ts";
import { FlushBatch } from "./io/flush_batch.ts";
import type { ResolvedOptions } from "./options.ts";
import { HeadWriter } from "./response/head_writer.ts";

/** The parts of a server that all its connections use. */
export interface ServerContext {
  /** The options. */
  readonly options: ResolvedOptions;
  /** Answers the requests. */
  readonly handler: HttpHandler;
  /** The time. */
  readonly clock: Clock;
  /** Reads simple header sections. */
  readonly quickHeads: QuickHeadReader;
  /** Writes the heads of answers. */
  readonly heads: HeadWriter;
  /** The memory for output. */
  readonly buffers: BufferPool;
  /** Flushes outputs together. */
  readonly flushBatch: FlushBatch;
  /** The streams that are being cancelled. */
  readonly cancellations: Cancellations;
}

/**
 * Makes the parts of a server. Stop the clock at the end.
 *
 * @param options The options.
 * @param handler Answers the requests.
 * @param onTick Called at every tick of the clock.
 * @returns The parts.
 */
export function createContext(
  options: ResolvedOptions,
  handler: HttpHandler,
  onTick: () => void,
): ServerContext {
  const { idleTimeoutMs, sendTimeoutMs, lingerMs, halfCloseTimeoutMs } =
    options;
  const shortestMs = Math.min(
    idleTimeoutMs,
    sendTimeoutMs,
    lingerMs,
    halfCloseTimeoutMs,
  );
  const clock = new Clock(shortestMs, onTick);
  return {
    options,
    handler,
    clock,
    quickHeads: new QuickHeadReader(options),
    heads: new HeadWriter(),
    buffers: new BufferPool(),
    flushBatch: new FlushBatch(clock.expireDate),
    cancellations: new Cancellations(),
  };
}
