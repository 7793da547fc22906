/**
 * @wrong Writes every head before shared bytes, over a head that is being sent.
 * @replaces engine/files/shared_bytes.ts
 * @rejectedBy shared_bytes_test · a head that is being sent is not overwritten
 * @saying head of b
 *
 * @module
 */

import {
  HEAD_ROOM,
  SharedBytes as Correct,
} from "../../../engine/files/shared_bytes.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export { HEAD_ROOM };

export class SharedBytes extends Correct {
  static override share(buffer: Bytes, length: number): SharedBytes {
    return new SharedBytes(buffer.buffer, HEAD_ROOM, length);
  }

  override joinHead(head: Bytes): Bytes {
    const start = this.byteOffset - head.length;
    const length = head.length + this.length;
    const joined = new Uint8Array(this.buffer, start, length);
    joined.set(head);
    return joined;
  }
}
