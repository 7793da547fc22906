/**
 * Reads a request up to its body: first the request-line, then the rest, so
 * that the answer to a bad header section still knows what was asked. RFC 9112
 * sections 2, 3 and 6.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { findContentLength, readBody } from "./body.ts";
import { ByteReader } from "./byte_reader.ts";
import { type Field, readFields, valuesOf } from "./fields.ts";
import { Patience } from "./patience.ts";
import { readLine } from "./read_line.ts";
import { parseRequestLine, type RequestLine } from "./request_line.ts";
import { checkHost, parseRequestTarget } from "./request_target.ts";
import { encodeLatin1, quote } from "./syntax.ts";
import { HttpError, type HttpRequest } from "./types.ts";

/** The limits of a request, and the signal that it carries. */
export interface ReadRequestOptions {
  /** How long the request-line may be, in bytes; 8192 by default. Else 414. */
  maxRequestLineBytes?: number;
  /** How long all field lines together may be, in bytes; 32 768 by default. Else 431. */
  maxHeaderBytes?: number;
  /** How many fields there may be; 100 by default. Else 431. */
  maxFields?: number;
  /** How long the body may be, in bytes; 1 048 576 by default. Else 413. */
  maxBodyBytes?: number;
  /**
   * How long to wait for the request-line and the header section altogether,
   * in milliseconds; 10 000 by default. Else 408.
   */
  headerTimeoutMs?: number;
  /**
   * How long to wait for the body altogether, in milliseconds; 30 000 by
   * default. Else 408.
   */
  bodyTimeoutMs?: number;
  /** The signal of the request; one that never aborts by default. */
  signal?: AbortSignal;
}

/** What has been read of a request, and what the rest is read with. */
export interface RequestStart {
  /** The request-line. */
  readonly requestLine: RequestLine;
  /** The bytes that follow it. */
  readonly reader: ByteReader;
  /** What is left of the time for the header section. */
  readonly patience: Patience;
}

/** Options of {@linkcode readRequestRest}. */
export interface ReadRestOptions extends ReadRequestOptions {
  /** The connection that the request comes on. */
  connection: Deno.TcpConn;
  /** Sends `100 Continue`; {@linkcode writeContinue} by default. */
  sendContinue?(): Promise<void>;
  /** Called when all of the body has been read. */
  onBodyEnd?(): void;
}

const CONTINUE = encodeLatin1("HTTP/1.1 100 Continue\r\n\r\n");

/**
 * Reads the request of a connection, up to its body; only one, since what has
 * come of a second one is lost. The body comes when somebody reads it; a client
 * that waits for `100 Continue` is sent that then, so do not begin to read the
 * body after the answer has begun.
 *
 * @param connection Where the client speaks.
 * @param options The limits.
 * @returns The request; `undefined` when the client has ended without one.
 * @throws {HttpError} If it is none: 400, 408, 411, 413, 414, 417, 421, 431,
 * 501 or 505.
 *
 * @example A server of your own
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveTcp } from "../01_tcp.ts";
 * import { readRequest, writeResponse } from "../02_http.ts";
 *
 * await using server = serveTcp({ port: 0 }, async (connection) => {
 *   const request = await readRequest(connection);
 *   if (request === undefined) return;
 *   const response = { status: 200, body: request.path };
 *   await writeResponse(connection, response, request);
 * });
 * const response = await fetch(`http://127.0.0.1:${server.addr.port}/tea`);
 * assertEquals(await response.text(), "/tea");
 * ```
 */
export async function readRequest(
  connection: Deno.TcpConn,
  options: ReadRequestOptions = {},
): Promise<HttpRequest | undefined> {
  const start = await readRequestStart(new ByteReader(connection), options);
  return start && await readRequestRest(start, { ...options, connection });
}

/**
 * Reads the request-line.
 *
 * @param reader The bytes of the client.
 * @param options The limits.
 * @returns The request-line; `undefined` when the client has ended without one.
 * @throws {HttpError} 400, 408, 414 or 505.
 */
export async function readRequestStart(
  reader: ByteReader,
  options: ReadRequestOptions,
): Promise<RequestStart | undefined> {
  const { maxRequestLineBytes = 8192, headerTimeoutMs = 10_000 } = options;
  const patience = new Patience(headerTimeoutMs, "header section");
  const limit = {
    bytes: maxRequestLineBytes,
    tooLong: () =>
      new HttpError(
        414,
        `Cannot read request-line: expected at most ${maxRequestLineBytes} bytes`,
      ),
  };
  let text = await readLine(reader, patience, limit);
  // Some clients end a body with a CR LF too many. RFC 9112 section 2.2.
  if (text === "") text = await readLine(reader, patience, limit);
  if (text === undefined) return undefined;
  return { requestLine: parseRequestLine(text), reader, patience };
}

/**
 * Reads the header section, and makes a request of it.
 *
 * @param start What has been read so far.
 * @param options The connection and the limits.
 * @returns The request.
 * @throws {HttpError} 400, 408, 411, 413, 417, 421, 431 or 501.
 */
export async function readRequestRest(
  start: RequestStart,
  options: ReadRestOptions,
): Promise<HttpRequest> {
  const { requestLine: { method, target, version }, reader, patience } = start;
  const { connection, maxBodyBytes = 1_048_576 } = options;
  const { sendContinue = () => writeContinue(connection) } = options;
  const fields = await readFields(reader, patience, options);
  if (method === "CONNECT" || method === "TRACE") {
    throw new HttpError(501, `Cannot serve the method ${method}`);
  }
  const { path, query, authority } = parseRequestTarget(method, target);
  checkHost(valuesOf(fields, "host"), version);
  const contentLength = findContentLength(fields, maxBodyBytes);
  const onStart = expectsContinue(fields, version) ? sendContinue : undefined;
  const headers = new Headers(fields);
  if (authority !== undefined) headers.set("Host", authority);
  return {
    method,
    target,
    path,
    query,
    version,
    headers,
    contentLength,
    body: contentLength
      ? readBody(reader, contentLength, { ...options, onStart })
      : null,
    localAddr: connection.localAddr as Deno.NetAddr,
    remoteAddr: connection.remoteAddr as Deno.NetAddr,
    signal: options.signal ?? new AbortController().signal,
  };
}

/**
 * Tells a client that waits for it to send the body. RFC 9110 section 10.1.1.
 *
 * @param connection Where the client waits.
 */
export async function writeContinue(connection: Deno.TcpConn): Promise<void> {
  await writeAll(connection, CONTINUE);
}

/** Whether the client waits for `100 Continue`, which HTTP/1.0 does not know. */
function expectsContinue(fields: readonly Field[], version: string): boolean {
  const expectation = valuesOf(fields, "expect").join(", ");
  if (expectation === "" || version === "1.0") return false;
  if (expectation.toLowerCase() === "100-continue") return true;
  throw new HttpError(417, `Cannot meet expectation ${quote(expectation)}`);
}
