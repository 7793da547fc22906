/**
 * From a response to its bytes, for a connection that may go on. RFC 9112
 * sections 6 and 9.
 *
 * @module
 */

import { encodeHead } from "../02_http/response.ts";
import { isFieldValue, isToken, quote } from "../02_http/syntax.ts";
import type { Bytes, HttpResponse } from "../02_http/types.ts";

/** What an answer depends on beside the response. */
export interface AnswerTerms {
  /** The method of the request; `undefined` if it could not be read. */
  readonly method: string | undefined;
  /** The version of the request. */
  readonly version: "1.0" | "1.1";
  /** Whether the connection may go on. */
  readonly keepAlive: boolean;
}

/** A response that only has to be written. */
export interface Answer {
  /** The status code. */
  readonly status: number;
  /** Status-line, field lines and the empty line. */
  readonly head: Bytes;
  /** The content; `null` if none is sent. */
  readonly content: Bytes | ReadableStream<Bytes> | null;
  /** What the length of the content must be, in bytes, if it is promised. */
  readonly contentLength: number | undefined;
  /** Whether the content is sent in chunks. */
  readonly chunked: boolean;
  /** Whether the connection goes on. */
  readonly keepAlive: boolean;
}

const ENGINE_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * Decides all that can be decided before the first byte is written.
 *
 * @param response The response of a handler.
 * @param terms What it answers.
 * @returns What to write.
 * @throws {TypeError} If the response cannot be sent.
 */
export function encodeAnswer(
  response: HttpResponse,
  { method, version, keepAlive }: AnswerTerms,
): Answer {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`Cannot send status ${status}: expected 200 to 599`);
  }
  const headOnly = method === "HEAD" || status === 204 || status === 304;
  const content = toContent(response.body);
  const { fields, length: said } = listFields(response.headers);
  const contentLength = status === 204
    ? undefined
    : content instanceof Uint8Array
    ? content.length
    : content === null && !headOnly
    ? 0
    : said;
  const isStream = content instanceof ReadableStream && !headOnly;
  const chunked = isStream && contentLength === undefined && version === "1.1";
  const untilClose = isStream && contentLength === undefined && !chunked;
  const goesOn = keepAlive && !untilClose;
  if (contentLength !== undefined) {
    fields.push(["Content-Length", `${contentLength}`]);
  }
  if (chunked) fields.push(["Transfer-Encoding", "chunked"]);
  fields.push(["Date", new Date().toUTCString()]);
  if (!goesOn) fields.push(["Connection", "close"]);
  else if (version === "1.0") fields.push(["Connection", "keep-alive"]);
  return {
    status,
    head: encodeHead(status, fields),
    content: headOnly ? null : content,
    contentLength,
    chunked,
    keepAlive: goesOn,
  };
}

function toContent(
  body: HttpResponse["body"] = null,
): Bytes | ReadableStream<Bytes> | null {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body === null || body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream && !body.locked) return body;
  throw new TypeError(
    "Cannot send body: expected text, bytes or a stream that nobody reads yet",
  );
}

function listFields(headers: HttpResponse["headers"] = []) {
  const entries = Symbol.iterator in headers
    ? [...headers]
    : Object.entries(headers);
  const fields: [string, string][] = [];
  let length: number | undefined;
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    if (!isToken(name) || !isFieldValue(value)) {
      throw new TypeError(`Cannot send field ${quote(`${name}: ${value}`)}`);
    }
    if (name.toLowerCase() === "content-length") length = parseLength(value);
    if (!ENGINE_FIELDS.has(name.toLowerCase())) fields.push([name, value]);
  }
  return { fields, length };
}

function parseLength(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new TypeError(`Cannot send Content-Length ${quote(value)}`);
}
