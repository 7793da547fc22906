/**
 * Puts something between a decoder and the lines that it reads: what several
 * wrong servers do.
 *
 * @module
 */

import type { ByteReader } from "../solutions/02_http/byte_reader.ts";

/**
 * Makes a reader that takes its lines in another way.
 *
 * @param reader The reader.
 * @param takeLine Takes a line from it.
 * @returns The other reader.
 */
export function withLines(
  reader: ByteReader,
  takeLine: (reader: ByteReader) => string | undefined,
): ByteReader {
  return new Proxy(reader, {
    get(target, name) {
      if (name === "takeLine") return () => takeLine(target);
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
