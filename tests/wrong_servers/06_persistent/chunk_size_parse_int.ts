/**
 * @wrong Reads a chunk-size with parseInt, which ignores other characters around it.
 * @replaces solutions/06_persistent/chunked_decoder.ts
 * @rejectedBy task 29 · a size that is not hexadecimal digits is refused
 * @saying "+5": status 200 instead of 400
 *
 * @module
 */

import type { ByteReader } from "../../../solutions/02_http/byte_reader.ts";
import { decodeChunks as decodeWell } from "../../../solutions/06_persistent/chunked_decoder.ts";
import { withLines } from "../../with_lines.ts";

export * from "../../../solutions/06_persistent/chunked_decoder.ts";

export function decodeChunks(
  ...[reader, ...rest]: Parameters<typeof decodeWell>
) {
  return decodeWell(withLines(reader, takeForgivingly), ...rest);
}

function takeForgivingly(reader: ByteReader): string | undefined {
  const line = reader.takeLine();
  const size = parseInt(line ?? "", 16);
  const isTrailer = line?.includes(":") ?? false;
  return Number.isNaN(size) || isTrailer ? line : size.toString(16);
}
