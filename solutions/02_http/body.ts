/**
 * The body of a request: its length, and its bytes as a stream. RFC 9112 section
 * 6.2.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { type Field, valuesOf } from "./fields.ts";
import { parseContentLength } from "./framing.ts";
import { type Bytes, HttpError } from "./types.ts";
import { WaitBudget } from "./wait_budget.ts";

/**
 * Finds the length of a body. This stage cannot read a transfer coding: stage 06
 * does.
 *
 * @param fields The fields of the request.
 * @param maxBodyBytes Longest body in bytes.
 * @returns The length in bytes; `undefined` without a body.
 * @throws {HttpError} 400, 411 or 413.
 */
export function findContentLength(
  fields: readonly Field[],
  maxBodyBytes: number,
): number | undefined {
  if (valuesOf(fields, "transfer-encoding").length > 0) {
    throw new HttpError(
      411,
      "Cannot read Transfer-Encoding: expected Content-Length",
    );
  }
  return parseContentLength(valuesOf(fields, "content-length"), maxBodyBytes);
}

/** Options of {@linkcode readBody}. */
export interface ReadBodyOptions {
  /** How long the body may take, in milliseconds. */
  readonly bodyTimeoutMs: number;
  /** Called before the first read. */
  onStart?(): Promise<void>;
  /** Called when bytes have been taken from the reader. */
  onTake?(): void;
}

/**
 * Makes a stream of a body of known length. It reads no more than the handler
 * asks for: the client of a slow handler is slowed down, and memory does not
 * fill up.
 *
 * @param reader The bytes of the client; those of the body come first.
 * @param length The length of the body in bytes, at least 1.
 * @param options The time limit, and the callbacks.
 * @returns The body; it fails with {@linkcode HttpError} 400 if it ends early,
 * and 408 if it takes too long.
 */
export function readBody(
  reader: ByteReader,
  length: number,
  options: ReadBodyOptions,
): ReadableStream<Bytes> {
  const { bodyTimeoutMs, onStart, onTake } = options;
  const budget = new WaitBudget(bodyTimeoutMs, "body");
  let left = length;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      if (left === length) await onStart?.();
      if (reader.available === 0 && !await budget.wait(reader.fill())) {
        throw new HttpError(
          400,
          `Cannot read body: expected ${length} bytes, found ${length - left}`,
        );
      }
      const chunk = reader.take(left);
      onTake?.();
      left -= chunk.length;
      controller.enqueue(chunk);
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}
