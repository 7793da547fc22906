/**
 * @wrong Takes the chunk of size 0 for the end of a body, and leaves the
 * trailers after it unread.
 * @replaces solutions/06_persistent/chunked_decoder.ts
 * @rejectedBy task 13 · the trailers are read, and change nothing
 * @saying A: b: status 400 instead of 200
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
  let isLast = false;
  function takeLine(reader: ByteReader): string | undefined {
    if (isLast) return "";
    const line = reader.takeLine();
    isLast = line === "0";
    return line;
  }
  return decodeWell(withLines(reader, takeLine), ...rest);
}
