/**
 * Reads the body of a response according to its framing: RFC 9112 sections 6 and
 * 7.
 *
 * @module
 */

import { concat } from "./bytes.ts";
import { Failure } from "./failure.ts";
import type { RawResponse } from "./response.ts";
import {
  type ByteSource,
  malformed,
  readFieldLines,
  readLine,
  toHeaders,
} from "./response_lines.ts";

/** A response without its body. */
export type ResponseHead = Omit<RawResponse, "body" | "framing" | "trailers">;
/** The body of a response. */
export type ResponseBody = Pick<RawResponse, "body" | "framing" | "trailers">;

/**
 * Reads the body that follows a header section.
 *
 * @param head The header section.
 * @param method The method of the request.
 * @returns The body, and how its end was marked.
 */
export async function readBody(
  head: ResponseHead,
  method?: string,
): Promise<ResponseBody> {
  const { headers, source, status } = head;
  const trailers = new Headers();
  checkFraming(head);
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) {
    return { framing: "none", body: new Uint8Array(), trailers };
  }
  if (headers.has("transfer-encoding")) {
    const chunked = await readChunked(source);
    return { framing: "chunked", ...chunked };
  }
  const contentLength = headers.get("content-length");
  if (contentLength !== null) {
    const body = await readExactly(source, Number(contentLength), "the body");
    return { framing: "length", body, trailers };
  }
  return { framing: "close", body: await readToClose(source), trailers };
}

/** Two lengths or an invalid length let messages be smuggled. */
function checkFraming({ fieldLines, headers, source }: ResponseHead): void {
  const lengths = fieldLines.filter(({ name }) =>
    /^content-length$/i.test(name)
  );
  const encoding = headers.get("transfer-encoding");
  const because = "RFC 9112 section 6.3";
  if (lengths.length > 1) {
    const expected = "one Content-Length";
    throw malformed(source, lengths[1].offset, "a second Content-Length", {
      expected,
      because,
    });
  }
  const [length] = lengths;
  if (length && !/^\d{1,15}$/.test(length.value)) {
    const note = `Content-Length is not a number: "${length.value}"`;
    const expected = "Content-Length is a decimal number of bytes";
    throw malformed(source, length.offset, note, { expected, because });
  }
  if (length && encoding !== null) {
    const note = "both Content-Length and Transfer-Encoding";
    const expected = "only one of the two, which marks the end of the body";
    throw malformed(source, length.offset, note, { expected, because });
  }
  if (encoding !== null && encoding.toLowerCase() !== "chunked") {
    const field = fieldLines.find(({ name }) =>
      /^transfer-encoding$/i.test(name)
    )!;
    const note = `unknown coding "${encoding}"`;
    const expected = "Transfer-Encoding is chunked";
    throw malformed(source, field.offset, note, { expected, because });
  }
}

/** Reads `count` bytes. */
async function readExactly(
  source: ByteSource,
  count: number,
  what: string,
  likely =
    "Content-Length counts characters instead of encoded bytes; or one " +
    "write() took only a part, and its result was ignored",
): Promise<Uint8Array<ArrayBuffer>> {
  const offset = source.consumed;
  while (source.unread.length < count) {
    const outcome = await source.more();
    if (outcome === "bytes") continue;
    const found = source.unread.length;
    const end = {
      "end of file": "the connection ended",
      "reset": "the server reset the connection",
      "silence": "the server fell silent",
    }[outcome];
    const symptom = outcome;
    throw new Failure(
      `${end} after ${found} of the ${count} bytes of ${what}`,
      {
        transcript: source.transcript,
        symptom,
        mark: {
          offset: offset + found,
          note: `${count - found} bytes missing`,
        },
        expected: "as many bytes as Content-Length or the chunk-size says",
        because: "RFC 9112 section 6.3",
        guess: likely,
      },
    );
  }
  return source.take(count);
}

async function readChunked(
  source: ByteSource,
): Promise<{ body: Uint8Array<ArrayBuffer>; trailers: Headers }> {
  const chunks: Uint8Array[] = [];
  const because = "RFC 9112 section 7.1";
  const likely =
    "the chunk-size is decimal instead of hexadecimal, size.toString(16); " +
    "or it counts characters, not bytes; or one write() took only a part";
  for (;;) {
    const offset = source.consumed;
    const line = await readLine(source, "the chunks");
    const size = /^([0-9A-Fa-f]{1,12})(?:[ \t]*;.*)?$/.exec(line)?.[1];
    if (size === undefined) {
      const expected = "a chunk begins with its size in hexadecimal, CR LF";
      throw malformed(source, offset, "no chunk-size", { expected, because });
    }
    const count = parseInt(size, 16);
    if (count === 0) {
      const trailers = toHeaders(await readFieldLines(source, "the chunks"));
      return { body: concat(chunks), trailers };
    }
    chunks.push(await readExactly(source, count, "the chunk", likely));
    const end = source.consumed;
    const lineEnd = await readExactly(
      source,
      2,
      "the end of the chunk",
      likely,
    );
    if (lineEnd[0] !== 0x0d || lineEnd[1] !== 0x0a) {
      const expected = "CR LF after the bytes of a chunk";
      throw malformed(source, end, "the chunk is longer than its size", {
        expected,
        because,
      });
    }
  }
}

async function readToClose(
  source: ByteSource,
): Promise<Uint8Array<ArrayBuffer>> {
  for (;;) {
    const outcome = await source.more();
    if (outcome === "bytes") continue;
    if (outcome === "end of file") return source.take(source.unread.length);
    throw new Failure(
      outcome === "reset"
        ? "the server reset the connection within the body"
        : "the body does not end: no Content-Length, and no end of file",
      {
        transcript: source.transcript,
        symptom: outcome === "silence" ? "no end" : outcome,
        expected:
          "Content-Length, or chunks, or the connection is closed after the body",
        because: "RFC 9112 section 6.3",
        guess:
          "neither Content-Length nor chunks mark the end of the body, and " +
          "the connection is not closed after it",
      },
    );
  }
}
