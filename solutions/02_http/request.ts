/**
 * Reads a request up to its body: first the request-line, then the header
 * section, so that the answer to a bad header section still knows the method.
 * RFC 9112 sections 2, 3 and 6.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { findContentLength, readBody } from "./body.ts";
import { ByteReader } from "./byte_reader.ts";
import {
  type Field,
  type FieldLimits,
  readFields,
  toHeaders,
  valuesOf,
} from "./fields.ts";
import { type ReadRequestOptions, resolveOptions } from "./options.ts";
import { readLine } from "./read_line.ts";
import {
  parseRequestLine,
  type RequestLine,
  requestLineTooLong,
} from "./request_line.ts";
import {
  checkHost,
  parseRequestTarget,
  type RequestTarget,
} from "./request_target.ts";
import { encodeLatin1, quote } from "./syntax.ts";
import { type Bytes, HttpError, type HttpRequest } from "./types.ts";
import { WaitBudget } from "./wait_budget.ts";

/** The request-line, and the means to read the rest. */
export interface RequestStart {
  /** The request-line. */
  readonly requestLine: RequestLine;
  /** The bytes that follow it. */
  readonly reader: ByteReader;
  /** The time that is left for the header section. */
  readonly budget: WaitBudget;
}

/** The limits of {@linkcode readRequestStart}. */
export interface RequestStartLimits {
  /** Longest request-line in bytes. */
  readonly maxRequestLineBytes: number;
  /** Longest header section in bytes. */
  readonly maxHeaderBytes: number;
  /** How long request-line and header section may take, in milliseconds. */
  readonly headerTimeoutMs: number;
}

/** What a header section says, apart from the framing of the body. */
export interface CheckedHead extends RequestTarget {
  /** Whether the client waits for `100 Continue`. */
  readonly expectsContinue: boolean;
}

/** A request whose header section has been read and checked. */
export interface RequestHead extends Omit<CheckedHead, "authority"> {
  /** The fields, in the order of their lines. */
  readonly fields: readonly Field[];
  /** The same fields for a handler. */
  readonly headers: Headers;
}

/** Options of {@linkcode readRequestRest}. */
export interface ReadRestOptions extends FieldLimits {
  /** The connection that the request arrives on. */
  readonly connection: Deno.TcpConn;
  /** Longest body in bytes. */
  readonly maxBodyBytes: number;
  /** How long the body may take, in milliseconds. */
  readonly bodyTimeoutMs: number;
  /** The signal of the request; by default one that never aborts. */
  readonly signal?: AbortSignal;
  /** Sends `100 Continue`; {@linkcode writeContinue} by default. */
  sendContinue?(): Promise<void>;
  /** Called when bytes of the body have been taken from the reader. */
  onTake?(): void;
}

/** The interim response that asks for a body. RFC 9110 section 15.2.1. */
export const CONTINUE: Bytes = encodeLatin1("HTTP/1.1 100 Continue\r\n\r\n");

/**
 * Reads the request of a connection up to its body. Only one: bytes of a second
 * request that have already arrived are lost. The body arrives when it is read;
 * a client that waits for `100 Continue` is sent that on the first read, so do
 * not start to read the body after the answer has begun.
 *
 * @param connection The connection of the client.
 * @param options The limits.
 * @returns The request; `undefined` if the client has ended without one.
 * @throws {HttpError} If it is malformed or refused: 400, 408, 411, 413, 414,
 * 417, 421, 431, 501 or 505.
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
  const { signal, ...limits } = options;
  const resolved = { ...resolveOptions(limits), connection, signal };
  const start = await readRequestStart(new ByteReader(connection), resolved);
  return start && readRequestRest(start, resolved);
}

/**
 * Reads the request-line. Empty lines before it are skipped, as many as fit into
 * a header section: some clients send one after a body. RFC 9112 section 2.2.
 *
 * @param reader The bytes of the client.
 * @param limits The limits.
 * @returns The request-line; `undefined` if the client has ended without one.
 * @throws {HttpError} 400, 408, 414, 431, 501 or 505.
 */
export async function readRequestStart(
  reader: ByteReader,
  limits: RequestStartLimits,
): Promise<RequestStart | undefined> {
  const { maxRequestLineBytes, maxHeaderBytes, headerTimeoutMs } = limits;
  const budget = new WaitBudget(headerTimeoutMs, "header section");
  const lineLimit = {
    bytes: maxRequestLineBytes,
    tooLong: (beginning: string) =>
      requestLineTooLong(beginning, maxRequestLineBytes),
  };
  let text = await readLine(reader, budget, lineLimit);
  for (let skipped = 2; text === ""; skipped += 2) {
    if (skipped > maxHeaderBytes) {
      throw new HttpError(431, "Cannot skip so many empty lines");
    }
    text = await readLine(reader, budget, lineLimit);
  }
  if (text === undefined) return undefined;
  return { requestLine: parseRequestLine(text), reader, budget };
}

/**
 * Reads the header section, and checks all but the framing of the body.
 *
 * @param start The request-line, and the reader for the rest.
 * @param limits The limits.
 * @returns The head of the request.
 * @throws {HttpError} 400, 408, 417, 421, 431 or 501.
 */
export async function readRequestHead(
  { requestLine, reader, budget }: RequestStart,
  limits: FieldLimits,
): Promise<RequestHead> {
  const fields = await readFields(reader, budget, limits);
  const { authority, ...head } = checkHead(requestLine, fields);
  const headers = toHeaders(fields);
  if (authority !== undefined) headers.set("Host", authority);
  return { ...head, fields, headers };
}

/**
 * Checks a header section, all but the framing of the body.
 *
 * @param requestLine The request-line.
 * @param fields The fields.
 * @returns What they say.
 * @throws {HttpError} 400, 417, 421 or 501.
 */
export function checkHead(
  { method, target, version }: RequestLine,
  fields: readonly Field[],
): CheckedHead {
  if (method === "CONNECT" || method === "TRACE") {
    throw new HttpError(501, `Cannot serve the method ${method}`);
  }
  const requestTarget = parseRequestTarget(method, target);
  checkHost(valuesOf(fields, "host"), version);
  const expectsContinue = version === "1.1" && isContinueExpected(fields);
  return { ...requestTarget, expectsContinue };
}

/**
 * Reads the header section, and makes a request of it.
 *
 * @param start The request-line, and the reader for the rest.
 * @param options The connection, the limits and the signal.
 * @returns The request.
 * @throws {HttpError} 400, 408, 411, 413, 417, 421, 431 or 501.
 */
export async function readRequestRest(
  start: RequestStart,
  options: ReadRestOptions,
): Promise<HttpRequest> {
  const { connection, maxBodyBytes } = options;
  const { signal = new AbortController().signal } = options;
  const { sendContinue = () => writeContinue(connection) } = options;
  const { path, query, fields, headers, expectsContinue } =
    await readRequestHead(start, options);
  const contentLength = findContentLength(fields, maxBodyBytes);
  const onStart = expectsContinue ? sendContinue : undefined;
  const { method, target, version } = start.requestLine;
  return {
    method,
    target,
    path,
    query,
    version,
    headers,
    contentLength,
    body: contentLength
      ? readBody(start.reader, contentLength, { ...options, onStart })
      : null,
    localAddr: connection.localAddr as Deno.NetAddr,
    remoteAddr: connection.remoteAddr as Deno.NetAddr,
    signal,
  };
}

/**
 * Tells a client that waits for it to send the body. RFC 9110 section 10.1.1.
 *
 * @param connection The connection of the client.
 */
export async function writeContinue(connection: Deno.TcpConn): Promise<void> {
  await writeAll(connection, CONTINUE);
}

function isContinueExpected(fields: readonly Field[]): boolean {
  const expectation = valuesOf(fields, "expect").join(", ");
  if (expectation === "") return false;
  if (expectation.toLowerCase() === "100-continue") return true;
  throw new HttpError(417, `Cannot meet expectation ${quote(expectation)}`);
}
