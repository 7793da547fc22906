/**
 * Requests with a body, in chunks or with a length.
 *
 * @module
 */

import { get, httpRequest } from "../../../kit/mod.ts";

/** What looks like three requests, and is the body of one. */
export const SMUGGLED: string = get("/smuggled").repeat(3);

/** Chunks that break the grammar. */
export const MALFORMED: Readonly<Record<string, string>> = {
  "no size": "\r\nhello\r\n0\r\n\r\n",
  "a size that is not a number": "five\r\nhello\r\n0\r\n\r\n",
  "a word and an empty line": "zero\r\n\r\n",
  "a chunk longer than its size": "3\r\nhello\r\n0\r\n\r\n",
  "a chunk one byte longer than its size": "4\r\nhello\r\n0\r\n\r\n",
  "a chunk shorter than its size": "9\r\nhello\r\n0\r\n\r\n",
  "no CR LF after the chunk": "5\r\nhello0\r\n\r\n",
  "LF without CR after the size": "5\nhello\r\n0\r\n\r\n",
  "LF without CR after the chunk": "5\r\nhello\n0\r\n\r\n",
  "a trailer without a colon": "5\r\nhello\r\n0\r\nhello\r\n\r\n",
};

/** Chunks after which the client half-closes: the body is not complete. */
export const BROKEN_OFF: Readonly<Record<string, string>> = {
  "the end before the first chunk": "",
  "the end within the size": "5",
  "the end within a chunk": "5\r\nhel",
  "the end after the content of a chunk": "5\r\nhello",
  "the end before the last chunk": "5\r\nhello\r\n",
  "the end before the empty line": "5\r\nhello\r\n0\r\n",
  "the end within the trailers": "5\r\nhello\r\n0\r\nA: b\r\n",
};

/**
 * The header section of a POST whose body is not sent yet.
 *
 * @param bytes How long the body will be.
 * @returns The beginning of the request.
 */
export function announce(bytes: number): string {
  const length = `Content-Length: ${bytes}`;
  return httpRequest(["POST / HTTP/1.1", "Host: localhost", length]);
}

/**
 * A POST whose body comes in chunks.
 *
 * @param chunks Everything after the header section, well formed or not.
 * @param fieldLines More field lines.
 * @returns The request.
 */
export function postChunks(chunks: string, ...fieldLines: string[]): string {
  const coding = "Transfer-Encoding: chunked";
  const lines = ["POST / HTTP/1.1", "Host: localhost", coding, ...fieldLines];
  return httpRequest(lines, chunks);
}

/**
 * A POST with chunks of certain sizes.
 *
 * @param sizes The size of each, in bytes.
 * @param extension What follows each size on its line.
 * @param trailers The lines after the last chunk, each with its CR LF.
 * @returns The request.
 */
export function chunksOf(
  sizes: readonly number[],
  extension = "",
  trailers = "",
): string {
  const chunks = sizes.map((size) =>
    `${size.toString(16)}${extension}\r\n${"a".repeat(size)}\r\n`
  );
  return postChunks(`${chunks.join("")}0\r\n${trailers}\r\n`);
}
