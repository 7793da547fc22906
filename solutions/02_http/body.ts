/**
 * The body of a request: how long it is, and its bytes as a stream. RFC 9112
 * section 6. Left out on purpose: Transfer-Encoding; a later stage reads it.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { type Field, valuesOf } from "./fields.ts";
import { Patience } from "./patience.ts";
import { quote } from "./syntax.ts";
import { type Bytes, HttpError } from "./types.ts";

/**
 * Finds the length of a body. Where two servers in a row find two lengths, the
 * end of the body becomes a request that one of them has never checked: so
 * whatever could be read in two ways is refused.
 *
 * @param fields The fields of the request.
 * @param maxBodyBytes How long a body may be, in bytes.
 * @returns The length in bytes; `undefined` if the client has not said any, and
 * then there is no body.
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
  const values = valuesOf(fields, "content-length");
  if (values.length === 0) return undefined;
  const value = values.join(", ");
  const length = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(length)) {
    throw new HttpError(400, `Cannot parse Content-Length ${quote(value)}`);
  }
  if (length > maxBodyBytes) {
    throw new HttpError(
      413,
      `Cannot take ${length} bytes of body: expected at most ${maxBodyBytes}`,
    );
  }
  return length;
}

/** Options of {@linkcode readBody}. */
export interface ReadBodyOptions {
  /** How long to wait for all of it, in milliseconds; 30 000 by default. */
  bodyTimeoutMs?: number;
  /** Called before the first read. */
  onStart?(): Promise<void>;
  /** Called when all of it has been read. */
  onBodyEnd?(): void;
}

/**
 * A body of known length. No more of it is read than somebody asks for: the
 * client of a slow handler is slowed down, and memory does not fill.
 *
 * @param reader The bytes of the client, the body's first.
 * @param length The length of the body in bytes, at least 1.
 * @param options How long to wait, and whom to tell.
 * @returns The body; it fails with {@linkcode HttpError} 400 if it ends early,
 * and 408 if it takes too long.
 */
export function readBody(
  reader: ByteReader,
  length: number,
  options: ReadBodyOptions,
): ReadableStream<Bytes> {
  const { bodyTimeoutMs = 30_000, onStart, onBodyEnd } = options;
  const patience = new Patience(bodyTimeoutMs, "body");
  let left = length;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      if (left === length) await onStart?.();
      if (reader.available === 0 && !await patience.wait(reader.fill())) {
        throw new HttpError(
          400,
          `Cannot read body: expected ${length} bytes, found ${length - left}`,
        );
      }
      const chunk = reader.take(left);
      left -= chunk.length;
      controller.enqueue(chunk);
      if (left > 0) return;
      controller.close();
      onBodyEnd?.();
    },
  }, { highWaterMark: 0 });
}
