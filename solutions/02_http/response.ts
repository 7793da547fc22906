/**
 * Makes the bytes of a response. Everything is decided here and nothing is
 * written, so that a response that cannot be sent is found before its first byte
 * is on its way.
 * RFC 9110 sections 6.4 and 8.6, RFC 9112 sections 4 and 6.3.
 *
 * @module
 */

import { STATUS_TEXT } from "@std/http/status";
import { formatHttpDate } from "./http_date.ts";
import { encodeLatin1, isFieldValue, isToken, quote } from "./syntax.ts";
import type { Bytes, HttpResponse } from "./types.ts";

/** The content that follows the header section. */
export type Content = Bytes | ReadableStream<Bytes> | null;

/** A response that has been checked, without the fields of its connection. */
export interface CheckedResponse {
  /** The status code. */
  readonly status: number;
  /** The fields of the handler and Content-Length. */
  readonly fields: readonly [string, string][];
  /** The content, even where it must not be sent. */
  readonly content: Content;
  /** Whether it must not be sent: to HEAD, and with 204 and 304. */
  readonly headOnly: boolean;
  /** The Content-Length of the head in bytes, if it has any. */
  readonly contentLength: number | undefined;
}

/** A response that only has to be written. */
export interface EncodedResponse extends Omit<CheckedResponse, "fields"> {
  /** Status-line, field lines and the empty line. */
  readonly head: Bytes;
}

/** The fields that belong to the engine: those of the handler are dropped. */
export const ENGINE_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * Decides everything that can be decided before the first byte is written.
 *
 * @param response The response of a handler.
 * @param method The method of the request; `undefined` if it could not be read.
 * @returns What to write.
 * @throws {TypeError} If the response cannot be sent: a defect of the handler.
 */
export function encodeResponse(
  response: HttpResponse,
  method: string | undefined,
): EncodedResponse {
  const checked = checkResponse(response, method);
  const { status, fields } = checked;
  const head = encodeHead(status, [...fields, ["Connection", "close"]]);
  return { ...checked, head };
}

/**
 * Checks a response, and decides whether content is sent and how long it is.
 *
 * @param response The response of a handler.
 * @param method The method of the request; `undefined` if it could not be read.
 * @returns The parts of the response.
 * @throws {TypeError} If the response cannot be sent.
 */
export function checkResponse(
  response: HttpResponse,
  method: string | undefined,
): CheckedResponse {
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
  return { status, fields: ownFields, content, headOnly, contentLength };
}

/**
 * Writes the status-line and the header section as bytes, with the Date of now.
 *
 * @param status The status code.
 * @param fields The other fields, already checked.
 * @returns The bytes, including the empty line.
 */
export function encodeHead(
  status: number,
  fields: readonly [string, string][],
): Bytes {
  // A client ignores the reason-phrase; the space before it must be there.
  const reason = STATUS_TEXT[status as keyof typeof STATUS_TEXT] ?? "";
  let head = `HTTP/1.1 ${status} ${reason}\r\n`;
  for (const [name, value] of fields) head += `${name}: ${value}\r\n`;
  return encodeLatin1(`${head}Date: ${formatHttpDate(Date.now())}\r\n\r\n`);
}

function encodeContent(body: HttpResponse["body"] = null): Content {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body === null || body instanceof Uint8Array) return body;
  if (body instanceof ReadableStream && !body.locked) return body;
  throw new TypeError(
    "Cannot send body: expected text, bytes or an unlocked stream",
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

/** The handler's length counts if the engine cannot know better. */
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
  const length = /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(length)) return length;
  throw new TypeError(`Cannot send Content-Length ${quote(value)}`);
}
