/**
 * @wrong Takes LF alone for the end of a line.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 13 · a line end or a character that does not belong is 400
 * @saying LF alone after the request-line: status 200 instead of 400
 *
 * @module
 */

import {
  ByteReader as ByteReaderWell,
  type ByteSource,
} from "../../../solutions/02_http/byte_reader.ts";

export class ByteReader extends ByteReaderWell {
  constructor(source: ByteSource) {
    let previous = "";
    super({
      async read(buffer) {
        const bytes = new Uint8Array(Math.max(1, buffer.length / 2));
        const count = await source.read(bytes);
        if (count === null) return null;
        let text = "";
        for (const byte of bytes.subarray(0, count)) {
          const character = String.fromCharCode(byte);
          if (character === "\n" && previous !== "\r") text += "\r";
          text += previous = character;
        }
        return new TextEncoder().encodeInto(text, buffer).written;
      },
    });
  }
}
