/**
 * From a response to its bytes. Everything is decided here and nothing written,
 * so that a response which cannot be sent is found out before any of it was.
 * RFC 9110 sections 6.4 and 8.6, RFC 9112 sections 4 and 6.3.
 *
 * @module
 */

import { STATUS_TEXT } from "@std/http/status";
import { encodeLatin1, isFieldValue, isToken, quote } from "./syntax.ts";
import type { Bytes, HttpResponse } from "./types.ts";

/** What follows the header section. */
export type Content = Bytes | ReadableStream<Bytes> | null;

/** A response that only has to be written. */
export interface EncodedResponse {
  /** The status code. */
  readonly status: number;
  /** Status-line, field lines and the empty line. */
  readonly head: Bytes;
  /** The content, also where it must not be sent. */
  readonly content: Content;
  /** Whether it must not be sent: to HEAD, and with 204 and 304. */
  readonly headOnly: boolean;
  /** The Content-Length that the head says, in bytes, if it says any. */
  readonly contentLength: number | undefined;
}

/** What is said of the connection, not of the content: the engine says it. */
export const ENGINE_FIELDS: ReadonlySet<string> = new Set([
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
 * @param method The method of the request; `undefined` if it could not be read.
 * @returns What to write.
 * @throws {TypeError} If the response cannot be sent: that is a defect of the
 * handler.
 */
export function encodeResponse(
  response: HttpResponse,
  method: string | undefined,
): EncodedResponse {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`Cannot send status ${status}: expected 200 to 599`);
  }
  const headOnly = method === "HEAD" || status === 204 || status === 304;
  const content = encodeContent(response.body);
  const fields = listFields(response.headers);
  const contentLength = status === 204
    ? undefined
    : findLength(content, fields, headOnly);
  const ownFields = fields.filter(([name]) =>
    !ENGINE_FIELDS.has(name.toLowerCase())
  );
  if (contentLength !== undefined) {
    ownFields.push(["Content-Length", `${contentLength}`]);
  }
  ownFields.push(["Date", new Date().toUTCString()], ["Connection", "close"]);
  const head = encodeHead(status, ownFields);
  return { status, head, content, headOnly, contentLength };
}

/**
 * Writes status-line and header section as bytes.
 *
 * @param status The status code.
 * @param fields The fields, already checked.
 * @returns The bytes, up to and with the empty line.
 */
export function encodeHead(
  status: number,
  fields: readonly [string, string][],
): Bytes {
  // A client ignores the reason-phrase; the space before it must be there.
  const reason = STATUS_TEXT[status as keyof typeof STATUS_TEXT] ?? "";
  let head = `HTTP/1.1 ${status} ${reason}\r\n`;
  for (const [name, value] of fields) head += `${name}: ${value}\r\n`;
  return encodeLatin1(`${head}\r\n`);
}

function encodeContent(body: HttpResponse["body"] = null): Content {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body === null || body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream && !body.locked) return body;
  throw new TypeError(
    "Cannot send body: expected text, bytes or a stream that nobody reads yet",
  );
}

/** A CR LF in a value would begin a field, or a whole response, of its own. */
function listFields(headers: HttpResponse["headers"] = []): [string, string][] {
  const entries = Symbol.iterator in headers
    ? [...headers]
    : Object.entries(headers);
  const fields: [string, string][] = [];
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    if (!isToken(name) || !isFieldValue(value)) {
      throw new TypeError(`Cannot send field ${quote(`${name}: ${value}`)}`);
    }
    fields.push([name, value]);
  }
  return fields;
}

/** What the handler says counts where the engine cannot know better. */
function findLength(
  content: Content,
  fields: readonly [string, string][],
  headOnly: boolean,
): number | undefined {
  if (content instanceof Uint8Array) return content.length;
  if (content === null && !headOnly) return 0;
  const value = fields
    .find(([name]) => name.toLowerCase() === "content-length")?.[1];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new TypeError(`Cannot send Content-Length ${quote(value)}`);
}
