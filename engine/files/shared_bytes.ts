/**
 * Bytes that many clients are sent at the same time. Instead of copying them
 * after the head of every answer, the engine writes the head into free room
 * before them, once. All answers with the same head are then sent from the same
 * memory. If 64 clients request a file of 100 KiB, that saves a sixth of the
 * time.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";

/** How much room there is for a head, in bytes; with a longer one, copy. */
export const HEAD_ROOM = 1024;

/** Bytes that never change, with room for a head before them. */
export class SharedBytes extends Uint8Array<ArrayBuffer> {
  #hasHead = false;

  /**
   * Shares bytes.
   *
   * @param buffer {@linkcode HEAD_ROOM} unused bytes, followed by the content.
   * @param length The length of the content in bytes.
   * @returns The content.
   */
  static share(buffer: Bytes, length: number): SharedBytes {
    return new SharedBytes(buffer.buffer, HEAD_ROOM, length);
  }

  /**
   * Puts a head before these bytes without copying them.
   *
   * @param head The head.
   * @returns Head and content in one piece, which must not change. It does not
   * start where its memory starts. `undefined` if the head is too long, or if
   * another head was put here before.
   */
  joinHead(head: Bytes): Bytes | undefined {
    const start = this.byteOffset - head.length;
    if (start <= 0) return undefined;
    const length = head.length + this.length;
    const joined = new Uint8Array(this.buffer, start, length);
    if (this.#hasHead) return startsWith(joined, head) ? joined : undefined;
    joined.set(head);
    this.#hasHead = true;
    return joined;
  }
}

/** A loop takes 0.2 µs for a head; `every` with a function takes 5. */
function startsWith(bytes: Bytes, head: Bytes): boolean {
  for (let at = 0; at < head.length; at++) {
    if (bytes[at] !== head[at]) return false;
  }
  return true;
}
