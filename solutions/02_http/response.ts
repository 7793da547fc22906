/**
 * From a response to bytes: first everything is decided, then it is written,
 * so that a defect of the response is found before any of it was sent. RFC 9110
 * section 6.4, RFC 9112 sections 4 and 6.
 *
 * @module
 */

import { STATUS_TEXT } from "@std/http/status";
import { writeAll } from "../01_tcp/write_all.ts";
import { encodeLatin1, isFieldValue, isToken, quote } from "./syntax.ts";
import type { Bytes, HttpResponse } from "./types.ts";

/** A response that only needs to be written. */
export interface EncodedResponse {
  /** Its status code. */
  readonly status: number;
  /** Status-line, header section and the empty line. */
  readonly head: Bytes;
  /** What follows; `null` where nothing may. */
  readonly body: Bytes | ReadableStream<Bytes> | null;
  /** How many bytes of a stream the head has promised, if it has. */
  readonly length: number | undefined;
}

/** Up to this many bytes the body is copied behind the head: one write is less than two. */
const COALESCE_BYTES = 65_536;

/** The fields that are the engine's: those of the connection, not of the content. */
const ENGINE_FIELDS = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * Decides everything about an answer.
 *
 * @param response The answer.
 * @param method The method of the request, if it could be read.
 * @returns What to write.
 * @throws {TypeError} If the response has a status, field or body that cannot
 * be sent.
 */
export function encodeResponse(
  response: HttpResponse,
  method: string | undefined,
): EncodedResponse {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`Cannot send status ${status}`);
  }
  const fields = listFields(response.headers);
  const content = encodeContent(response.body);
  const length = decideLength(status, content, fields, method);
  const reason = STATUS_TEXT[status as keyof typeof STATUS_TEXT] ?? "";
  let head = `HTTP/1.1 ${status} ${reason}\r\n`;
  for (const [name, value] of fields) {
    if (!ENGINE_FIELDS.has(name.toLowerCase())) head += `${name}: ${value}\r\n`;
  }
  if (length !== undefined) head += `Content-Length: ${length}\r\n`;
  head += `Date: ${new Date().toUTCString()}\r\nConnection: close\r\n\r\n`;
  const bodiless = method === "HEAD" || status === 204 || status === 304;
  return {
    status,
    head: encodeLatin1(head),
    body: bodiless ? null : content,
    length,
  };
}

/**
 * Writes an answer.
 *
 * @param connection Where to.
 * @param encoded The answer.
 * @param signal Stops a stream that nobody waits for any more.
 * @returns How many bytes of content were sent.
 */
export async function sendResponse(
  connection: Deno.TcpConn,
  { head, body, length }: EncodedResponse,
  signal?: AbortSignal,
): Promise<number> {
  if (body instanceof ReadableStream) {
    return await sendStream(connection, { head, body, length }, signal);
  }
  if (body === null) {
    await writeAll(connection, head);
    return 0;
  }
  if (body.length > COALESCE_BYTES) {
    await writeAll(connection, head);
    await writeAll(connection, body);
    return body.length;
  }
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  await writeAll(connection, bytes);
  return body.length;
}

async function sendStream(
  connection: Deno.TcpConn,
  { head, body, length = Infinity }: {
    head: Bytes;
    body: ReadableStream<Bytes>;
    length?: number;
  },
  signal?: AbortSignal,
): Promise<number> {
  connection.setNoDelay();
  let sent = 0;
  const sink = new WritableStream<Bytes>({
    start: () => writeAll(connection, head),
    async write(chunk) {
      sent += chunk.length;
      if (sent > length) {
        throw new RangeError(
          `Cannot send more than Content-Length: expected ${length} bytes`,
        );
      }
      await writeAll(connection, chunk);
    },
  });
  await body.pipeTo(sink, { signal });
  if (length !== Infinity && sent < length) {
    throw new RangeError(
      `Cannot send less than Content-Length: expected ${length} bytes, found ${sent}`,
    );
  }
  return sent;
}

/** The fields as a list, each of them checked: a CR LF in a value would be a field of its own. */
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

function encodeContent(
  body: HttpResponse["body"],
): Bytes | ReadableStream<Bytes> | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof ReadableStream && body.locked) {
    throw new TypeError("Cannot send body: the stream is locked");
  }
  return body;
}

/** The Content-Length to send. RFC 9110 section 8.6. */
function decideLength(
  status: number,
  content: Bytes | ReadableStream<Bytes> | null,
  fields: [string, string][],
  method: string | undefined,
): number | undefined {
  if (status === 204) return undefined;
  if (content instanceof Uint8Array) {
    return status === 304 ? undefined : content.length;
  }
  if (content === null && method !== "HEAD" && status !== 304) return 0;
  const declared = fields.find(([name]) =>
    name.toLowerCase() === "content-length"
  );
  if (declared === undefined) return undefined;
  if (!/^\d+$/.test(declared[1])) {
    throw new TypeError(`Cannot send Content-Length ${quote(declared[1])}`);
  }
  return Number(declared[1]);
}
