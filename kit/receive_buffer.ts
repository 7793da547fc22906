/**
 * The bytes that a connection has received and the test has not consumed yet.
 *
 * @module
 */

/** A queue of bytes that grows as needed. */
export class ReceiveBuffer {
  #bytes = new Uint8Array(4096);
  #start = 0;
  #end = 0;
  #consumed = 0;

  /** The bytes that have not been consumed; valid until the next call. */
  get unread(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** How many bytes have been consumed: where {@linkcode unread} begins. */
  get consumed(): number {
    return this.#consumed;
  }

  /**
   * Takes bytes from the front.
   *
   * @param count The number of bytes.
   * @returns A copy of them.
   */
  take(count: number): Uint8Array<ArrayBuffer> {
    const bytes = this.unread.slice(0, count);
    this.#start += bytes.length;
    this.#consumed += bytes.length;
    return bytes;
  }

  /**
   * Adds bytes at the back.
   *
   * @param bytes The bytes; they are copied.
   */
  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) {
      this.#makeRoom(bytes.length);
    }
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #makeRoom(count: number): void {
    const unread = this.unread;
    const needed = unread.length + count;
    // Doubling avoids copying a long body once per read.
    const room = needed > this.#bytes.length / 2
      ? new Uint8Array(needed * 2)
      : this.#bytes;
    room.set(unread);
    this.#bytes = room;
    this.#start = 0;
    this.#end = unread.length;
  }
}
