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
 * @param value The value of the field, `null` where it was not sent.
 * @param size The size of the file in bytes.
 * @returns The range, cut at the end of the file; "unsatisfiable" where no byte
 * of the file is in it; `undefined` where the whole file is to be sent.
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

/** The last `suffixLength` bytes, or all where there are not so many. */
function parseSuffix(suffixLength: string, size: number) {
  if (suffixLength === "") return undefined;
  const length = Math.min(Number(suffixLength), size);
  if (length > 0) return { first: size - length, last: size - 1 };
  // Of an empty file the last 5 bytes are all of it, and Content-Range has no
  // way to say so; the last 0 bytes are nothing, of whatever file.
  return Number(suffixLength) > 0 ? undefined : "unsatisfiable";
}
