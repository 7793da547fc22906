/**
 * Writes the head of an answer: status-line, field lines and the empty line.
 * RFC 9112 section 4.
 *
 * @module
 */

import { STATUS_TEXT } from "@std/http/status";
import { ENGINE_FIELDS } from "../../solutions/02_http/response.ts";
import { encodeLatin1, quote } from "../../solutions/02_http/syntax.ts";
import type { Bytes, HttpResponse } from "../../solutions/02_http/types.ts";
import type { OutputBuffer } from "../io/output_buffer.ts";
import {
  type Answer,
  type AnswerTerms,
  type Content,
  decideAnswer,
  toContent,
} from "./answer.ts";
import { FieldLines } from "./field_lines.ts";
import { KnownHead, type SentHead } from "./known_head.ts";

/** How many Content-Length lines are cached. */
const MAX_LENGTHS = 1024;

const CHUNKED = encodeLatin1("Transfer-Encoding: chunked\r\n");
const CLOSE = encodeLatin1("Connection: close\r\n");
const KEEP_ALIVE = encodeLatin1("Connection: keep-alive\r\n");

/** Whether a field of the engine has a name of this length. */
const HAS_ENGINE_NAME: readonly boolean[] = Array.from(
  { length: 32 },
  (_, length) => [...ENGINE_FIELDS].some((name) => name.length === length),
);

/** Writes the heads of all answers of a server, and caches their parts. */
export class HeadWriter {
  readonly #statusLines = new Map<number, Bytes>();
  readonly #lengthLines = new Map<number, Bytes>();
  readonly #fieldLines = new FieldLines();
  readonly #known = new KnownHead();

  /**
   * Decides how to answer, and writes the head of the answer.
   *
   * @param output Where to write; unchanged if the response cannot be sent.
   * @param response The response of a handler.
   * @param terms What else the answer depends on.
   * @returns The answer; its content is not written yet.
   * @throws {TypeError} If the response cannot be sent, which is a mistake of
   * the handler.
   */
  write(
    output: OutputBuffer,
    response: HttpResponse,
    terms: AnswerTerms,
  ): Answer {
    const content = toContent(response.body);
    const known = this.#known.find(response);
    if (known !== undefined) {
      // Without the Content-Length of the handler: where that counts, with a
      // stream, the length is unknown here and the head is not reused.
      const answer = decideAnswer(response.status, content, undefined, terms);
      if (isSameHead(known, answer, terms)) {
        output.add(known.bytes);
        return answer;
      }
    }
    const { length } = output;
    try {
      return this.#writeLines(output, response, content, terms);
    } catch (error) {
      output.truncate(length);
      throw error;
    }
  }

  #writeLines(
    output: OutputBuffer,
    response: HttpResponse,
    content: Content | undefined,
    terms: AnswerTerms,
  ): Answer {
    const { length } = output;
    const { status, headers } = response;
    output.add(this.#statusLines.get(status) ?? this.#makeStatusLine(status));
    const givenLength = this.#writeFields(output, headers);
    const answer = decideAnswer(status, content, givenLength, terms);
    this.#writeEngineFields(output, answer, terms);
    if (isUsual(answer, terms)) {
      this.#known.learn(response, () => ({
        contentLength: answer.contentLength,
        dateLine: terms.dateLine,
        bytes: output.copyFrom(length),
      }));
    }
    return answer;
  }

  /** Writes the fields of the handler; returns its Content-Length. */
  #writeFields(
    output: OutputBuffer,
    headers: HttpResponse["headers"] = {},
  ): number | undefined {
    let length: number | undefined;
    if (Symbol.iterator in headers) {
      for (const [name, value] of headers) {
        length = this.#writeField(output, name, value) ?? length;
      }
    } else {
      for (const name of Object.keys(headers)) {
        length = this.#writeField(output, name, headers[name]) ?? length;
      }
    }
    return length;
  }

  /** Writes a field unless it belongs to the engine; returns a Content-Length. */
  #writeField(
    output: OutputBuffer,
    name: string,
    value: string | undefined,
  ): number | undefined {
    if (value === undefined) return undefined;
    const line = this.#fieldLines.encode(name, value);
    if (HAS_ENGINE_NAME[name.length]) {
      const lowerName = name.toLowerCase();
      if (lowerName === "content-length") return parseLength(value);
      if (ENGINE_FIELDS.has(lowerName)) return undefined;
    }
    output.add(line);
  }

  #writeEngineFields(
    output: OutputBuffer,
    { contentLength, isChunked, keepAlive }: Answer,
    { version, dateLine }: AnswerTerms,
  ): void {
    if (contentLength !== undefined) {
      output.add(
        this.#lengthLines.get(contentLength) ??
          this.#makeLengthLine(contentLength),
      );
    }
    if (isChunked) output.add(CHUNKED);
    if (!keepAlive) output.add(CLOSE);
    else if (version === "1.0") output.add(KEEP_ALIVE);
    output.add(dateLine);
  }

  #makeStatusLine(status: number): Bytes {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new TypeError(`Cannot send status ${status}: expected 200 to 599`);
    }
    // The reason-phrase may be empty, but not the space before it.
    const reason = STATUS_TEXT[status as keyof typeof STATUS_TEXT] ?? "";
    const statusLine = encodeLatin1(`HTTP/1.1 ${status} ${reason}\r\n`);
    this.#statusLines.set(status, statusLine);
    return statusLine;
  }

  #makeLengthLine(length: number): Bytes {
    const line = encodeLatin1(`Content-Length: ${length}\r\n`);
    if (this.#lengthLines.size < MAX_LENGTHS) {
      this.#lengthLines.set(length, line);
    }
    return line;
  }
}

/** Whether the engine would write the known head for this answer. */
function isSameHead(
  known: SentHead,
  answer: Answer,
  terms: AnswerTerms,
): boolean {
  return isUsual(answer, terms) && known.dateLine === terms.dateLine &&
    known.contentLength === answer.contentLength;
}

/** Whether the head needs neither Connection nor Transfer-Encoding. */
function isUsual(
  { contentLength, keepAlive }: Answer,
  { version }: AnswerTerms,
): boolean {
  return contentLength !== undefined && keepAlive && version === "1.1";
}

function parseLength(value: string): number {
  const length = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(length)) return length;
  throw new TypeError(`Cannot send Content-Length ${quote(value)}`);
}
