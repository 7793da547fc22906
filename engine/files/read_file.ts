/**
 * Opens a file whose size and modification time are known, and checks that it
 * is still the same file.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import { FileStream } from "./file_stream.ts";
import { HEAD_ROOM, SharedBytes } from "./shared_bytes.ts";

/** A file of at most this size is copied in less time than it is shared. */
export const SMALL_FILE_BYTES = 15_360;

/**
 * Reads a small file completely.
 *
 * @param path The file.
 * @param size Its size in bytes.
 * @returns The content, shared if it is larger than {@linkcode SMALL_FILE_BYTES};
 * `undefined` if the file has another size by now.
 */
export function readWhole(path: string, size: number): Bytes | undefined {
  using file = Deno.openSync(path);
  const isShared = size > SMALL_FILE_BYTES;
  const start = isShared ? HEAD_ROOM : 0;
  const buffer = new Uint8Array(start + size + 1);
  const count = file.readSync(buffer.subarray(start)) ?? 0;
  if (count !== size) return undefined;
  return isShared ? SharedBytes.share(buffer, size) : buffer.subarray(0, size);
}

/**
 * Opens a large file.
 *
 * @param path The file.
 * @param info Its size and modification time.
 * @returns The content; `undefined` if another file has taken the name since.
 */
export function openStream(
  path: string,
  { size, mtime }: Deno.FileInfo,
): FileStream | undefined {
  const file = Deno.openSync(path);
  try {
    const now = file.statSync();
    const isSame = now.size === size &&
      now.mtime?.getTime() === mtime?.getTime();
    if (isSame) return new FileStream(file, size);
    file.close();
  } catch (error) {
    file.close();
    throw error;
  }
}
