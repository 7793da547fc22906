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
 * Names the URL that a client has asked for.
 *
 * @param request The request of the engine.
 * @returns The URL, absolute, spelt as the client has spelt it.
 * @throws {HttpError} 400 if it is none.
 */
export function findUrl(request: HttpRequest): string {
  const host = findHost(request);
  const url = joinUrl(host, request);
  if (URL.canParse(url)) return url;
  throw new HttpError(400, `Cannot make a URL of Host ${quote(host)}`);
}

/**
 * Names the host that a client has asked. HTTP/1.0 has no Host; then the
 * connection tells. RFC 9112 section 3.3.
 *
 * @param request The request of the engine.
 * @returns The host, with the port if there is one.
 */
export function findHost(request: HttpRequest): string {
  return request.headers.get("Host") || formatAddr(request.localAddr);
}

/**
 * Joins a URL, as text: resolved against a base, the path "//evil.example/"
 * would name another host.
 *
 * @param host The host.
 * @param request The request of the engine.
 * @returns What may be a URL.
 */
export function joinUrl(
  host: string,
  { path, query }: HttpRequest,
): string {
  const search = query === undefined ? "" : `?${query}`;
  return `http://${host}${path}${search}`;
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
