/**
 * The body of a request on its way to a program.
 *
 * @module
 */

import { type Bytes, HttpError, type HttpRequest } from "../02_http/types.ts";

/** A body whose length is known. */
export interface MeasuredBody {
  /** Its length in bytes; `undefined` if the request has no body. */
  readonly contentLength: number | undefined;
  /** Its bytes; `null` without a body. */
  readonly body: ReadableStream<Bytes> | null;
}

/**
 * Finds the length of a body. A program must know it when it starts, so a body
 * that arrives in chunks is kept in memory until it is complete. RFC 3875 section
 * 4.1.2.
 *
 * @param request The request.
 * @param maxBodyBytes How much is kept, in bytes.
 * @returns The body.
 * @throws {HttpError} 413 if it is longer.
 */
export async function measureBody(
  { body, contentLength }: HttpRequest,
  maxBodyBytes: number,
): Promise<MeasuredBody> {
  if (body === null || contentLength !== undefined) {
    return { body, contentLength };
  }
  const chunks: Bytes[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBodyBytes) {
      throw new HttpError(
        413,
        `Cannot take the body: expected at most ${maxBodyBytes} bytes`,
      );
    }
  }
  return { body: ReadableStream.from(chunks), contentLength: length };
}
