/**
 * @wrong Finds the empty line in the decoded text, and cuts the bytes there.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 12 · a field value need not be ASCII
 * @saying the empty line is found in the decoded text
 *
 * @module
 */

import { ByteReader as ByteReaderWell } from "../../../solutions/02_http/byte_reader.ts";
import type { Bytes } from "../../../solutions/02_http/types.ts";

export class ByteReader extends ByteReaderWell {
  #excess = new Uint8Array();

  override takeLine(): string | undefined {
    const line = super.takeLine();
    if (line === undefined) return undefined;
    const bytes = Uint8Array.from(line, (byte) => byte.charCodeAt(0));
    const { length } = new TextDecoder().decode(bytes);
    // So many bytes too early the body seems to begin.
    const missing = bytes.slice(length);
    if (missing.length > 0) this.#excess = missing;
    return line;
  }

  override take(limit: number): Bytes {
    const before = this.#excess.subarray(0, limit);
    this.#excess = this.#excess.slice(before.length);
    if (before.length === limit) return before;
    const after = super.take(limit - before.length);
    return Uint8Array.from([...before, ...after]);
  }
}
