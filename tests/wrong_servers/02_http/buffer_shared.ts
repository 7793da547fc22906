/**
 * @wrong Reads the bytes of all connections into one buffer.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 10 · each connection has bytes of its own
 * @saying the connections share a variable or a buffer
 *
 * @module
 */

import {
  ByteReader as ByteReaderWell,
  type ByteSource,
} from "../../../solutions/02_http/byte_reader.ts";

const SHARED = new Uint8Array(4096);

export class ByteReader extends ByteReaderWell {
  constructor(source: ByteSource) {
    super({
      async read(buffer) {
        const count = await source.read(SHARED.subarray(0, buffer.length));
        if (count !== null) buffer.set(SHARED.subarray(0, count));
        return count;
      },
    });
  }
}
