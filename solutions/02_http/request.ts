/**
 * Reads a request up to its body: first the request-line, then the rest, so
 * that an answer to a bad header section still knows what was asked. RFC 9112
 * sections 2, 3 and 6.
 *
 * @module
 */

import { lengthBody } from "./body.ts";
import type { ByteReader } from "./byte_reader.ts";
import { type Field, parseFieldLine, valuesOf } from "./fields.ts";
import { Patience } from "./patience.ts";
import { parseRequestLine, type RequestLine } from "./request_line.ts";
import { isAuthority, parseRequestTarget } from "./request_target.ts";
import { quote } from "./syntax.ts";
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
   * How long to wait for request-line and header section altogether, in
   * milliseconds; 10 000 by default. Else 408.
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

/** What the connection of a request is needed for. */
export interface RequestConnection {
  /** The server's end. */
  readonly localAddr: Deno.NetAddr;
  /** The client's end. */
  readonly remoteAddr: Deno.NetAddr;
  /** Tells a client that waits for it to send the body. */
  sendContinue(): Promise<void>;
  /** Called when all of the body is in. */
  onBodyEnd?(): void;
}

/** What has been read of a request, and how to read on. */
export interface RequestStart {
  /** The request-line. */
  readonly requestLine: RequestLine;
  /** The bytes that follow it. */
  readonly reader: ByteReader;
  /** What is left of the time for the header section. */
  readonly patience: Patience;
}

/**
 * Reads a request-line.
 *
 * @param reader The bytes of the client.
 * @param options The limits.
 * @returns The line, or `undefined` when the client has ended without one.
 * @throws {HttpError} 400, 408, 414 or 505.
 */
export async function readRequestStart(
  reader: ByteReader,
  options: ReadRequestOptions,
): Promise<RequestStart | undefined> {
  const { maxRequestLineBytes = 8192, headerTimeoutMs = 10_000 } = options;
  const patience = new Patience(headerTimeoutMs, "header section");
  const tooLong = new HttpError(
    414,
    `Cannot read request-line: it is longer than ${maxRequestLineBytes} bytes`,
  );
  function nextLine() {
    return readLine(reader, patience, maxRequestLineBytes, tooLong);
  }
  // Old browsers sent one CR LF too many after a form. RFC 9112 section 2.2.
  const text = await nextLine() || await nextLine();
  if (text === undefined) return undefined;
  return { requestLine: parseRequestLine(text), reader, patience };
}

/**
 * Reads the header section and makes the request of it.
 *
 * @param start What has been read so far.
 * @param connection The connection that it came on.
 * @param options The limits and the signal.
 * @returns The request; its body is read when it is asked for.
 * @throws {HttpError} 400, 408, 411, 413, 417, 421, 431 or 501.
 */
export async function readRequestRest(
  start: RequestStart,
  connection: RequestConnection,
  options: ReadRequestOptions,
): Promise<HttpRequest> {
  const { requestLine: { method, target, version }, reader } = start;
  const { signal = new AbortController().signal, bodyTimeoutMs } = options;
  const fields = await readFields(start, options);
  if (method === "CONNECT" || method === "TRACE") {
    throw new HttpError(501, `Cannot serve ${method}: this is no proxy`);
  }
  const { path, query, authority } = parseRequestTarget(method, target);
  checkHost(valuesOf(fields, "host"), version);
  const contentLength = findContentLength(fields, options);
  const expectsContinue = findExpectation(fields) && version === "1.1";
  const headers = new Headers(fields as [string, string][]);
  if (authority !== undefined) headers.set("host", authority);
  const body = contentLength
    ? lengthBody(reader, {
      length: contentLength,
      timeoutMs: bodyTimeoutMs,
      onStart: expectsContinue ? connection.sendContinue : undefined,
      onEnd: connection.onBodyEnd,
    })
    : null;
  const { localAddr, remoteAddr } = connection;
  return {
    method,
    target,
    path,
    query,
    version,
    headers,
    contentLength,
    body,
    localAddr,
    remoteAddr,
    signal,
  };
}

/** Reads field lines up to the empty line that ends the section. */
async function readFields(
  { reader, patience }: RequestStart,
  { maxHeaderBytes = 32_768, maxFields = 100 }: ReadRequestOptions,
): Promise<Field[]> {
  const tooLarge = new HttpError(
    431,
    `Cannot read header section: it is longer than ${maxHeaderBytes} bytes`,
  );
  const fields: Field[] = [];
  let left = maxHeaderBytes;
  for (;;) {
    const line = await readLine(reader, patience, left, tooLarge);
    if (line === undefined) {
      throw new HttpError(
        400,
        "Cannot read header section: the client ended it early",
      );
    }
    if (line === "") return fields;
    if (fields.length === maxFields) {
      throw new HttpError(
        431,
        `Cannot read header section: it has more than ${maxFields} fields`,
      );
    }
    fields.push(parseFieldLine(line));
    left -= line.length + 2;
  }
}

/** Reads a line of at most `limit` bytes; `undefined` at the end of file. */
async function readLine(
  reader: ByteReader,
  patience: Patience,
  limit: number,
  tooLong: HttpError,
): Promise<string | undefined> {
  for (;;) {
    const line = reader.takeLine();
    if ((line?.length ?? reader.available) > limit) throw tooLong;
    if (line !== undefined) return line;
    if (await patience.wait(reader.fill())) continue;
    if (reader.available === 0) return undefined;
    throw new HttpError(400, "Cannot read line: the client ended it early");
  }
}

/** RFC 9112 section 3.2. */
function checkHost(hosts: readonly string[], version: string): void {
  if (hosts.length > 1 || (hosts.length === 0 && version === "1.1")) {
    throw new HttpError(
      400,
      `Cannot tell the host: expected one Host field, found ${hosts.length}`,
    );
  }
  for (const host of hosts) {
    if (!isAuthority(host)) {
      throw new HttpError(400, `Cannot parse Host ${quote(host)}`);
    }
  }
}

/**
 * How many bytes of body there are. RFC 9112 section 6.
 */
function findContentLength(
  fields: readonly Field[],
  { maxBodyBytes = 1_048_576 }: ReadRequestOptions,
): number | undefined {
  if (valuesOf(fields, "transfer-encoding").length > 0) {
    throw new HttpError(
      411,
      "Cannot read Transfer-Encoding: expected Content-Length",
    );
  }
  const values = valuesOf(fields, "content-length");
  if (values.length === 0) return undefined;
  const length = Number(values[0]);
  if (
    values.length > 1 || !/^\d+$/.test(values[0]) ||
    !Number.isSafeInteger(length)
  ) {
    throw new HttpError(
      400,
      `Cannot parse Content-Length ${values.map(quote).join(", ")}`,
    );
  }
  if (length > maxBodyBytes) {
    throw new HttpError(
      413,
      `Cannot take a body of ${length} bytes: expected at most ${maxBodyBytes}`,
    );
  }
  return length;
}

/** Whether the client waits for `100 Continue`. RFC 9110 section 10.1.1. */
function findExpectation(fields: readonly Field[]): boolean {
  const values = valuesOf(fields, "expect");
  for (const value of values) {
    if (value.toLowerCase() !== "100-continue") {
      throw new HttpError(417, `Cannot meet expectation ${quote(value)}`);
    }
  }
  return values.length > 0;
}
