/**
 * The strict response reader: it follows RFC 9112 to the letter, while a browser
 * would be lenient. The failure message marks the first byte that deviates.
 *
 * @module
 */

import type { Lesson } from "./failure.ts";
import { readBody } from "./response_body.ts";
import {
  type ByteSource,
  type FieldLine,
  malformed,
  readFieldLines,
  readLine,
  toHeaders,
} from "./response_lines.ts";
import { visible } from "./visible.ts";

/** Options of {@linkcode readResponse}. */
export interface ReadResponseOptions extends Lesson {
  /** The method of the request; only HEAD matters. */
  method?: string;
}

/** A response as it was received. */
export interface RawResponse {
  /** "HTTP/1.1" or "HTTP/1.0". */
  readonly version: string;
  /** The status code. */
  readonly status: number;
  /** The reason-phrase. */
  readonly reason: string;
  /** The field lines, in order. */
  readonly fieldLines: readonly FieldLine[];
  /** The same, by name. */
  readonly headers: Headers;
  /** The body without its framing. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** How the end of the body is marked. */
  readonly framing: "none" | "length" | "chunked" | "close";
  /** The fields that followed a chunked body. */
  readonly trailers: Headers;
  /** The offset of its first byte on the connection. */
  readonly offset: number;
  /** The offset of the first byte of the body. */
  readonly bodyOffset: number;
  /** The connection. */
  readonly source: ByteSource;
}

/**
 * Reads one response and checks every byte of it.
 *
 * @param source The connection.
 * @param options The method of the request.
 * @returns The response; after a 1xx response, the next one follows.
 * @throws {Failure} If the response does not follow RFC 9112.
 */
export async function readResponse(
  source: ByteSource,
  options: ReadResponseOptions = {},
): Promise<RawResponse> {
  const offset = source.consumed;
  const statusLine = await readLine(source, "the status-line");
  const start = parseStatusLine(statusLine, offset, source);
  const fieldLines = await readFieldLines(source);
  const headers = toHeaders(fieldLines);
  const bodyOffset = source.consumed;
  const head = { ...start, fieldLines, headers, offset, bodyOffset, source };
  return { ...head, ...await readBody(head, options.method) };
}

function parseStatusLine(line: string, offset: number, source: ByteSource) {
  const match = /^(HTTP\/1\.[01]) (\d{3}) (.*)$/.exec(line);
  if (match) {
    const [, version, status, reason] = match;
    return { version, status: Number(status), reason };
  }
  const good = /^HTTP\/1\.[01] \d{3} |^HTTP\/1\.[01] \d{3}|^HTTP\/1\.[01] |^/
    .exec(line)![0].length;
  throw malformed(source, offset + good, `no status-line: ${visible(line)}`, {
    expected: "HTTP-version, a space, three digits, a space, a reason-phrase " +
      "(which may be empty, the space before it may not)",
    because: "RFC 9112 section 4",
    guess: good === "HTTP/1.1 ".length && line.length > good
      ? "the status is not a number of three digits: check it before you write"
      : offset > 0
      ? "the answer before it is longer than it says (Content-Length counts " +
        "bytes), or has a body where no body is allowed: HEAD, 1xx, 204, 304"
      : "the answer has no status-line, or a space in it is missing",
  });
}
