/**
 * @wrong Takes a chunk-size that is not a number for 0, the last chunk.
 * @replaces solutions/06_persistent/chunked_decoder.ts
 * @rejectedBy task 14 · malformed chunks are answered 400
 * @saying a word and an empty line: status 200 instead of 400
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
  return decodeWell(withLines(reader, takeOrZero), ...rest);
}

function takeOrZero(reader: ByteReader): string | undefined {
  const line = reader.takeLine();
  const isWord = /^[a-z]+$/.test(line ?? "");
  return isWord && Number.isNaN(parseInt(line!, 16)) ? "0" : line;
}
