/**
 * One part of a file: the Range field of a request. RFC 9110 section 14.
 *
 * Left out on purpose: several ranges at once, which no browser asks for. A
 * server may ignore any Range field, and the client then gets the whole file.
 *
 * @module
 */

/** The part of a file that is sent. */
export interface ByteRange {
  /** The position of its first byte; 0 is the first of the file. */
  first: number;
  /** The position of its last byte. */
  last: number;
}

/**
 * Reads a Range field of one range: `bytes=0-499`, `bytes=500-`, `bytes=-500`.
 *
 * @param value The value of the field; `null` if it was not sent.
 * @param size The size of the file in bytes.
 * @returns The range, cut at the end of the file; "unsatisfiable" if it has no
 * byte of the file; `undefined` if the whole file is to be sent.
 */
export function parseRange(
  value: string | null,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(value ?? "");
  if (!match) return undefined;
  const [, firstPos, lastPos] = match;
  if (firstPos === "") return parseSuffix(lastPos, size);
  const first = Number(firstPos);
  const last = lastPos === "" ? Infinity : Number(lastPos);
  if (last < first) return undefined;
  if (first >= size) return "unsatisfiable";
  return { first, last: Math.min(last, size - 1) };
}

/** The last `suffixLength` bytes, or all of them if the file has fewer. */
function parseSuffix(suffixLength: string, size: number) {
  if (suffixLength === "") return undefined;
  const length = Math.min(Number(suffixLength), size);
  if (length > 0) return { first: size - length, last: size - 1 };
  // The last 5 bytes of an empty file are the whole file, but Content-Range
  // cannot express that. The last 0 bytes of any file are nothing.
  return Number(suffixLength) > 0 ? undefined : "unsatisfiable";
}
