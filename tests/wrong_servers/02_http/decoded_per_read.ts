/**
 * @wrong Decodes every read on its own, so that cut characters are lost.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 12 · a character of the body may be cut in two
 * @saying each read() is decoded on its own
 *
 * @module
 */

import {
  ByteReader as ByteReaderWell,
  type ByteSource,
} from "../../../solutions/02_http/byte_reader.ts";

export class ByteReader extends ByteReaderWell {
  constructor(source: ByteSource) {
    super({
      async read(buffer) {
        // What replaces a byte takes three.
        const bytes = new Uint8Array(Math.max(1, buffer.length / 3));
        const count = await source.read(bytes);
        if (count === null) return null;
        const text = new TextDecoder().decode(bytes.subarray(0, count));
        return new TextEncoder().encodeInto(text, buffer).written;
      },
    });
  }
}
