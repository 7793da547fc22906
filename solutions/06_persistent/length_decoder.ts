/**
 * A body whose length is known. RFC 9112 section 6.2.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import { type Bytes, HttpError } from "../02_http/types.ts";
import type { WaitBudget } from "../02_http/wait_budget.ts";

/** How far a body has been read. */
export interface BodyProgress {
  /** How many bytes are certainly still to come. */
  left: number;
  /** Whether the end of the body has been read. */
  isDone: boolean;
}

/**
 * Takes the content of a body whose length is known.
 *
 * @param reader The bytes of the client; those of the body come first.
 * @param budget The time for the body.
 * @param progress How much is left at first; is kept up to date.
 * @yields The content, in pieces as they arrive.
 * @throws {HttpError} 400 or 408.
 */
export async function* decodeLength(
  reader: ByteReader,
  budget: WaitBudget,
  progress: BodyProgress,
): AsyncGenerator<Bytes, undefined> {
  while (!progress.isDone) {
    const content = await takeContent(reader, budget, progress);
    progress.isDone = progress.left === 0;
    yield content;
  }
}

/**
 * Takes content as it arrives.
 *
 * @param reader The bytes of the client.
 * @param budget The time for the body.
 * @param progress How many bytes of content follow; is kept up to date.
 * @returns Some bytes, at least one.
 * @throws {HttpError} 400 at the end of file, or 408.
 */
export async function takeContent(
  reader: ByteReader,
  budget: WaitBudget,
  progress: BodyProgress,
): Promise<Bytes> {
  if (reader.available === 0 && !await budget.wait(reader.fill())) {
    throw cutShort();
  }
  const content = reader.take(progress.left);
  progress.left -= content.length;
  return content;
}

/**
 * The error for a body that ends too early.
 *
 * @returns The error, with status 400.
 */
export function cutShort(): HttpError {
  return new HttpError(400, "Cannot read body: it ended too early");
}
