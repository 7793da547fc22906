/**
 * The types of requests and responses, from here to the end of the course. This
 * file is given: there is nothing to write here. RFC 9110 sections 6 to 9.
 *
 * @module
 */

/** Bytes in memory of their own, not shared with a worker. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A request whose header section has been read. */
export interface HttpRequest {
  /** The method as sent, any token: methods are case-sensitive. */
  readonly method: string;
  /** The request-target as sent. */
  readonly target: string;
  /** The path of the target, still percent-encoded; "*" for `OPTIONS *`. */
  readonly path: string;
  /** What follows the first "?" of the target; `undefined` without one. */
  readonly query: string | undefined;
  /** The version of HTTP/1 that the client speaks; 1.2 counts as 1.1. */
  readonly version: "1.0" | "1.1";
  /** The fields of the header section. */
  readonly headers: Headers;
  /** The value of Content-Length, in bytes; `undefined` without that field. */
  readonly contentLength: number | undefined;
  /** The body without its framing; `null` for a request without a body. */
  readonly body: ReadableStream<Bytes> | null;
  /** The server's end of the connection. */
  readonly localAddr: Deno.NetAddr;
  /** The client's end of the connection. */
  readonly remoteAddr: Deno.NetAddr;
  /** Aborts when the client has gone (a reset, a failed write) or the server stops. */
  readonly signal: AbortSignal;
}

/** The answer to a request. The engine adds Date, Connection and the framing. */
export interface HttpResponse {
  /** The status code, from 200 to 599. */
  status: number;
  /** The header fields; repeat a name in the list form to send it twice. */
  headers?: Headers | [string, string][] | Record<string, string | undefined>;
  /** The content; text is sent as UTF-8. */
  body?: string | Bytes | ReadableStream<Bytes> | null;
}

/** Answers a request: everything on top of the engine is one of these. */
export type HttpHandler = (
  request: HttpRequest,
) => HttpResponse | Promise<HttpResponse>;

/**
 * A request that cannot be served. Parsers and bodies throw it, and the
 * connection loop answers it with its status.
 */
export class HttpError extends Error {
  /** The name that error messages show. */
  override name = "HttpError";
  /** The status code of the answer. */
  readonly status: number;

  /**
   * An error with the status that answers it.
   *
   * @param status The status code of the answer, from 400 to 599.
   * @param message What is wrong; it is sent to the client.
   */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
