/**
 * Decides how a response is sent: with which content, framed how, and whether
 * the connection stays open. RFC 9112 sections 6 and 9.
 *
 * @module
 */

import type { Bytes, HttpResponse } from "../../solutions/02_http/types.ts";
import { FileStream } from "../files/file_stream.ts";

/** What follows the header section. A string is ASCII here. */
export type Content = string | Bytes | ReadableStream<Bytes>;

/** How a response is sent. */
export interface Answer {
  /** The status code. */
  readonly status: number;
  /** The content; `undefined` if none is sent. */
  readonly content: Content | undefined;
  /** The Content-Length that is sent, in bytes, if it is sent. */
  readonly contentLength: number | undefined;
  /** Whether the content is sent in chunks. */
  readonly isChunked: boolean;
  /** Whether the connection stays open. */
  readonly keepAlive: boolean;
}

/** What an answer depends on besides the response. */
export interface AnswerTerms {
  /** The method of the request; `undefined` if it could not be read. */
  readonly method: string | undefined;
  /** The version of the request. */
  readonly version: "1.0" | "1.1";
  /** Whether the connection may stay open. */
  readonly keepAlive: boolean;
  /** The Date field, and the empty line. */
  readonly dateLine: Bytes;
}

/** Text of up to this many characters is checked for being ASCII. */
const SHORT_TEXT = 1024;

const encoder = new TextEncoder();

/**
 * Makes content of the body of a response.
 *
 * @param body The body.
 * @returns The content; `undefined` if there is none.
 * @throws {TypeError} If the body cannot be sent.
 */
export function toContent(body: HttpResponse["body"]): Content | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === "string") {
    return isShortAscii(body) ? body : encoder.encode(body);
  }
  if (body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream && !body.locked) return body;
  throw new TypeError(
    "Cannot send body: expected text, bytes or an unlocked stream",
  );
}

/**
 * Decides how a response is sent. RFC 9112 sections 6.3 and 9.3.
 *
 * @param status The status of the response.
 * @param content Its content.
 * @param givenLength The Content-Length of the handler, in bytes.
 * @param terms What else the answer depends on.
 * @returns The answer.
 */
export function decideAnswer(
  status: number,
  content: Content | undefined,
  givenLength: number | undefined,
  { method, version, keepAlive }: AnswerTerms,
): Answer {
  const headOnly = method === "HEAD" || status === 204 || status === 304;
  const contentLength = status === 204
    ? undefined
    : findLength(content, givenLength, headOnly);
  const isUnknown = contentLength === undefined && !headOnly;
  const isChunked = isUnknown && version === "1.1";
  return {
    status,
    content: headOnly ? undefined : content,
    contentLength,
    isChunked,
    // Content without length or chunks ends when the connection closes.
    keepAlive: keepAlive && isChunked === isUnknown,
  };
}

/** The handler's Content-Length counts only if the engine cannot know it. */
function findLength(
  content: Content | undefined,
  givenLength: number | undefined,
  headOnly: boolean,
): number | undefined {
  // Text is the common case, and `instanceof` is slow with an imported class.
  if (typeof content === "string") return content.length;
  if (content === undefined) return headOnly ? givenLength : 0;
  if (content instanceof FileStream) return content.left;
  return content instanceof ReadableStream ? givenLength : content.length;
}

/** For a few words, a loop takes half the time of a regular expression. */
function isShortAscii(text: string): boolean {
  if (text.length > SHORT_TEXT) return false;
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits |= text.charCodeAt(at);
  return bits < 0x80;
}
