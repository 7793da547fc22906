/**
 * Waiting for a line, within limits of length and time.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import type { Patience } from "./patience.ts";
import { HttpError } from "./types.ts";

/** How long a line may be, and what to say of a longer one. */
export interface LineLimit {
  /** The length in bytes, without CR LF. */
  readonly bytes: number;
  /** Makes the error for a line that is longer. */
  tooLong(): HttpError;
}

/**
 * Reads a line.
 *
 * @param reader The bytes of the client.
 * @param patience How long to wait for it.
 * @param limit How long it may be.
 * @returns The line without its CR LF; `undefined` at the end of file.
 * @throws {HttpError} 400 if the line is malformed or cut short, 408, or what
 * the limit says.
 */
export async function readLine(
  reader: ByteReader,
  patience: Patience,
  limit: LineLimit,
): Promise<string | undefined> {
  for (;;) {
    const line = reader.takeLine();
    if (line !== undefined) {
      if (line.length > limit.bytes) throw limit.tooLong();
      return line;
    }
    // The CR of the line's end may have come, and the LF not yet.
    if (reader.available > limit.bytes + 1) throw limit.tooLong();
    if (await patience.wait(reader.fill())) continue;
    if (reader.available === 0) return undefined;
    throw new HttpError(
      400,
      `Cannot read line: it ended after ${reader.available} bytes without CR LF`,
    );
  }
}
