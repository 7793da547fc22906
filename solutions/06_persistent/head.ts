/**
 * Reads the head of a request, and finds out where its body ends and whether the
 * connection persists. RFC 9112 sections 6.3 and 9.3.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import { type Field, trimBlanks, valuesOf } from "../02_http/fields.ts";
import { findFraming, type Framing } from "../02_http/framing.ts";
import type { ResolvedOptions } from "../02_http/options.ts";
import {
  readRequestHead,
  readRequestStart,
  type RequestHead,
} from "../02_http/request.ts";
import type { RequestLine } from "../02_http/request_line.ts";

/** A request without its body. */
export interface Head extends RequestHead {
  /** The request-line. */
  readonly requestLine: RequestLine;
  /** How the end of the body is found. */
  readonly framing: Framing;
  /** Whether the client wants the connection to persist. */
  readonly keepAlive: boolean;
}

/**
 * Reads the head of the next request.
 *
 * @param reader The bytes of the client.
 * @param options The limits.
 * @param onRequestLine Called with the request-line, which the answer to a bad
 * header section needs too.
 * @returns The head; `undefined` if the client has ended without one.
 * @throws {HttpError} If the request is malformed or refused.
 */
export async function readHead(
  reader: ByteReader,
  options: ResolvedOptions,
  onRequestLine: (requestLine: RequestLine) => void,
): Promise<Head | undefined> {
  const start = await readRequestStart(reader, options);
  if (start === undefined) return undefined;
  const { requestLine } = start;
  onRequestLine(requestLine);
  const head = await readRequestHead(start, options);
  const { version } = requestLine;
  return {
    ...head,
    requestLine,
    framing: findFraming(head.fields, version, options.maxBodyBytes),
    keepAlive: wantsKeepAlive(head.fields, version),
  };
}

/** In HTTP/1.1 a connection persists by default; "close" always wins. */
function wantsKeepAlive(
  fields: readonly Field[],
  version: "1.0" | "1.1",
): boolean {
  const connection = valuesOf(fields, "connection").join(",").toLowerCase();
  const connectionOptions = connection.split(",").map(trimBlanks);
  if (connectionOptions.includes("close")) return false;
  return version === "1.1" || connectionOptions.includes("keep-alive");
}
