/**
 * From a request as the engine has read it to a `Request` of the web platform.
 * What that class cannot hold is refused here.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quote } from "../02_http/syntax.ts";
import { HttpError, type HttpRequest } from "../02_http/types.ts";

/** The methods that `new Request` refuses, however they are spelt. */
const FORBIDDEN_METHOD = /^(?:CONNECT|TRACE|TRACK)$/i;

/** The methods of which it makes capitals. */
const CAPITALISED_METHOD = /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i;

/** Of what the last URL was made: nearly all clients name the same host. */
let usualOrigin: string | undefined;

/**
 * Makes a `Request`. Its URL is what the URL parser makes of the target: `..`
 * and `%2e` are folded, a default port is left out. It has no body where the
 * method is GET or HEAD: there, nobody agrees on what one would mean.
 *
 * @param request The request of the engine.
 * @returns The `Request`.
 * @throws {HttpError} 400 if Host and target make no URL, 501 for a method that
 * a `Request` cannot have.
 */
export function toRequest(request: HttpRequest): Request {
  checkMethod(request.method);
  return makeRequest(findUrl(request), request);
}

/**
 * Refuses a method that a `Request` would refuse, or change: methods are
 * case-sensitive, and `get` is not GET.
 *
 * @param method The method of the request.
 * @throws {HttpError} 501.
 */
export function checkMethod(method: string): void {
  const isChanged = CAPITALISED_METHOD.test(method) &&
    method !== method.toUpperCase();
  if (isChanged || FORBIDDEN_METHOD.test(method)) {
    throw new HttpError(501, `Cannot serve the method ${quote(method)}`);
  }
}

/**
 * Names the URL that a client has asked for. The parts are joined as text:
 * resolved against a base, the path "//evil.example/" would name another host.
 *
 * @param request The request of the engine.
 * @returns The URL, absolute, spelt as the client has spelt it.
 * @throws {HttpError} 400 if it is none.
 */
export function findUrl(request: HttpRequest): string {
  const { headers, path, query } = request;
  // HTTP/1.0 has no Host; then the connection tells. RFC 9112 section 3.3.
  const host = headers.get("Host") || formatAddr(request.localAddr);
  const origin = `http://${host}`;
  const search = query === undefined ? "" : `?${query}`;
  const url = `${origin}${path}${search}`;
  // Before a slash only the host can be wrong. To parse a URL takes 0.8 µs.
  const isOriginKnown = origin === usualOrigin && path.startsWith("/");
  if (!isOriginKnown && !URL.canParse(url)) {
    throw new HttpError(400, `Cannot make a URL of Host ${quote(host)}`);
  }
  if (path.startsWith("/")) usualOrigin = origin;
  return url;
}

/**
 * Makes the `Request` of what has been checked.
 *
 * @param url The URL.
 * @param request The request of the engine.
 * @returns The `Request`.
 */
export function makeRequest(url: string, request: HttpRequest): Request {
  const { method, headers, body, signal } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, {
    method,
    headers,
    body: hasBody ? body : null,
    signal,
  });
}
