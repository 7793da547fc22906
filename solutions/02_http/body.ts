/**
 * The body of a request, as a stream. RFC 9112 section 6.2.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { Patience } from "./patience.ts";
import { type Bytes, HttpError } from "./types.ts";

/** Options of {@linkcode lengthBody}. */
export interface LengthBodyOptions {
  /** The length of the body in bytes, at least 1. */
  length: number;
  /** How long to wait for it altogether, in milliseconds; 30 000 by default. */
  timeoutMs?: number;
  /** Called when the body is first read. */
  onStart?(): Promise<void>;
  /** Called when all of it has been read. */
  onEnd?(): void;
}

/**
 * A body of known length. Nothing is read before somebody reads it, and no more
 * than that: the client of a slow program is slowed down, not buffered.
 *
 * @param reader The bytes of the client, the body's first.
 * @param options The length, and how long to wait.
 * @returns The body; it errors with an {@linkcode HttpError}, 400 if it ends
 * early, 408 if it takes too long.
 */
export function lengthBody(
  reader: ByteReader,
  options: LengthBodyOptions,
): ReadableStream<Bytes> {
  const { length, timeoutMs = 30_000, onStart, onEnd } = options;
  const patience = new Patience(timeoutMs, "body");
  let left = length;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      if (left === length) await onStart?.();
      if (reader.available === 0 && !await patience.wait(reader.fill())) {
        const found = length - left;
        throw new HttpError(
          400,
          `Cannot read body: expected ${length} bytes, found ${found}`,
        );
      }
      const chunk = reader.take(left);
      left -= chunk.length;
      controller.enqueue(chunk);
      if (left > 0) return;
      controller.close();
      onEnd?.();
    },
  }, { highWaterMark: 0 });
}
