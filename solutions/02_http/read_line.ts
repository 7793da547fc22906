/**
 * Reading a line within limits of length and time.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { decodeLatin1 } from "./syntax.ts";
import { HttpError } from "./types.ts";
import type { WaitBudget } from "./wait_budget.ts";

/** How long a line may be, and the error for a longer one. */
export interface LineLimit {
  /** The length in bytes, without CR LF. */
  readonly bytes: number;
  /** Makes the error for a longer line from the beginning of that line. */
  tooLong(beginning: string): HttpError;
}

/**
 * Reads a line.
 *
 * @param reader The bytes of the client.
 * @param budget The time for it.
 * @param limit How long it may be.
 * @returns The line without its CR LF; `undefined` at the end of file.
 * @throws {HttpError} 400 if the line is malformed or cut short, 408, or the
 * error of the limit.
 */
export async function readLine(
  reader: ByteReader,
  budget: WaitBudget,
  limit: LineLimit,
): Promise<string | undefined> {
  for (;;) {
    const line = reader.takeLine();
    if (line !== undefined) {
      if (line.length > limit.bytes) throw limit.tooLong(line);
      return line;
    }
    // The last byte may be the CR of a line whose LF is still to come.
    if (reader.available > limit.bytes + 1) {
      throw limit.tooLong(decodeLatin1(reader.peek(limit.bytes)));
    }
    if (await budget.wait(reader.fill())) continue;
    if (reader.available === 0) return undefined;
    throw lineCutShort(reader.available);
  }
}

/**
 * The error for a line that ends without CR LF.
 *
 * @param length The length of its beginning in bytes.
 * @returns The error, with status 400.
 */
export function lineCutShort(length: number): HttpError {
  return new HttpError(
    400,
    `Cannot read line: it ended after ${length} bytes without CR LF`,
  );
}
