/**
 * From a response to what is written, for a connection that may go on. RFC 9112
 * sections 6 and 9.
 *
 * @module
 */

import { STATUS_TEXT } from "@std/http/status";
import { encodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Bytes, HttpResponse } from "../../solutions/02_http/types.ts";
import { FileStream } from "../files/file_stream.ts";
import { addFields } from "./handler_fields.ts";
import { findHead, type KnownHead, learnHead } from "./known_head.ts";
import type { Output } from "../io/output.ts";

/** What follows the header section: text is ASCII here. */
export type Content = string | Bytes | ReadableStream<Bytes>;

/** An answer whose head has been written. */
export interface Answer {
  /** The status code. */
  readonly status: number;
  /** The content; `undefined` if none is sent. */
  readonly content: Content | undefined;
  /** What the length of the content must be, in bytes, if it is promised. */
  readonly contentLength: number | undefined;
  /** Whether the content is sent in chunks. */
  readonly isChunked: boolean;
  /** Whether the connection goes on. */
  readonly keepAlive: boolean;
}

/** What an answer depends on beside the response. */
export interface AnswerTerms {
  /** The method of the request; `undefined` if it could not be read. */
  readonly method: string | undefined;
  /** The version of the request. */
  readonly version: "1.0" | "1.1";
  /** Whether the connection may go on. */
  readonly keepAlive: boolean;
  /** The Date field, and the empty line. */
  readonly dateLine: Bytes;
}

/** Text up to this many characters is written as it is, if it is ASCII. */
const SHORT_TEXT = 1024;

/** How many lengths are remembered as they are written. */
const MAX_LENGTHS = 1024;

const CHUNKED = encodeLatin1("Transfer-Encoding: chunked\r\n");
const CLOSE = encodeLatin1("Connection: close\r\n");
const KEEP_ALIVE = encodeLatin1("Connection: keep-alive\r\n");

const encoder = new TextEncoder();
const statusLines = new Map<number, Bytes>();
const contentLengthLines = new Map<number, Bytes>();

/**
 * Decides how to answer, and adds the head of the answer to the output: status
 * line, field lines, and the empty line.
 *
 * @param output Where to add it; nothing, if it cannot be sent.
 * @param response The response of a handler.
 * @param terms What it answers.
 * @returns What is left to do.
 * @throws {TypeError} If the response cannot be sent: that is a defect of the
 * handler.
 */
export function addHead(
  output: Output,
  response: HttpResponse,
  terms: AnswerTerms,
): Answer {
  const content = toContent(response.body);
  const known = findHead(response);
  if (known !== undefined) {
    // What the handler says of the length counts only where it is not known.
    const answer = decide(response, content, undefined, terms);
    if (isKnown(known, answer, terms)) {
      output.add(known.bytes);
      return answer;
    }
  }
  const { length } = output;
  try {
    return addLines(output, response, content, terms);
  } catch (error) {
    output.truncate(length);
    throw error;
  }
}

/** Whether the engine says in a head what it has said in the known one. */
function isKnown(
  known: KnownHead,
  answer: Answer,
  terms: AnswerTerms,
): boolean {
  return isUsual(answer, terms) && known.dateLine === terms.dateLine &&
    known.contentLength === answer.contentLength;
}

/** Whether nothing has to be said of the connection, or of chunks. */
function isUsual(
  { contentLength, keepAlive }: Answer,
  { version }: AnswerTerms,
): boolean {
  return contentLength !== undefined && keepAlive && version === "1.1";
}

function addLines(
  output: Output,
  response: HttpResponse,
  content: Content | undefined,
  terms: AnswerTerms,
): Answer {
  const { length } = output;
  const { status, headers } = response;
  output.add(statusLines.get(status) ?? makeStatusLine(status));
  const said = addFields(output, headers);
  const answer = decide(response, content, said, terms);
  addEngineFields(output, answer, terms);
  if (isUsual(answer, terms)) {
    learnHead(response, () => ({
      contentLength: answer.contentLength,
      dateLine: terms.dateLine,
      bytes: output.copy(length),
    }));
  }
  return answer;
}

/** RFC 9112 sections 6.3 and 9.3. */
function decide(
  { status }: HttpResponse,
  content: Content | undefined,
  said: number | undefined,
  { method, version, keepAlive }: AnswerTerms,
): Answer {
  const headOnly = method === "HEAD" || status === 204 || status === 304;
  const contentLength = status === 204
    ? undefined
    : findLength(content, said, headOnly);
  const isUnknown = contentLength === undefined && !headOnly;
  const isChunked = isUnknown && version === "1.1";
  return {
    status,
    content: headOnly ? undefined : content,
    contentLength,
    isChunked,
    // What has no end of its own ends with the connection.
    keepAlive: keepAlive && isChunked === isUnknown,
  };
}

function addEngineFields(
  output: Output,
  { contentLength, isChunked, keepAlive }: Answer,
  { version, dateLine }: AnswerTerms,
): void {
  if (contentLength !== undefined) {
    output.add(encodeContentLength(contentLength));
  }
  if (isChunked) output.add(CHUNKED);
  if (!keepAlive) output.add(CLOSE);
  else if (version === "1.0") output.add(KEEP_ALIVE);
  output.add(dateLine);
}

function encodeContentLength(length: number): Bytes {
  const known = contentLengthLines.get(length);
  if (known !== undefined) return known;
  const line = encodeLatin1(`Content-Length: ${length}\r\n`);
  if (contentLengthLines.size < MAX_LENGTHS) {
    contentLengthLines.set(length, line);
  }
  return line;
}

function makeStatusLine(status: number): Bytes {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`Cannot send status ${status}: expected 200 to 599`);
  }
  // A client ignores the reason-phrase; the space before it must be there.
  const reason = STATUS_TEXT[status as keyof typeof STATUS_TEXT] ?? "";
  const statusLine = encodeLatin1(`HTTP/1.1 ${status} ${reason}\r\n`);
  statusLines.set(status, statusLine);
  return statusLine;
}

function toContent(body: HttpResponse["body"]): Content | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === "string") {
    return isShortAscii(body) ? body : encoder.encode(body);
  }
  if (body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream && !body.locked) return body;
  throw new TypeError(
    "Cannot send body: expected text, bytes or a stream that nobody reads yet",
  );
}

/** A loop takes half the time of a regular expression, for a few words. */
function isShortAscii(text: string): boolean {
  if (text.length > SHORT_TEXT) return false;
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits |= text.charCodeAt(at);
  return bits < 0x80;
}

/** What the handler says counts where the engine cannot know better. */
function findLength(
  content: Content | undefined,
  said: number | undefined,
  headOnly: boolean,
): number | undefined {
  if (content === undefined) return headOnly ? said : 0;
  if (content instanceof FileStream) return content.left;
  return content instanceof ReadableStream ? said : content.length;
}
