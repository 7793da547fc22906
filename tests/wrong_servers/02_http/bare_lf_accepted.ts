/**
 * @wrong Takes LF alone for the end of a line.
 * @replaces solutions/02_http/byte_reader.ts
 * @rejectedBy task 36 · a CR or LF that is not part of CR LF is 400
 * @saying lines are split at LF
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
