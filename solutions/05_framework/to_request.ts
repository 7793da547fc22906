/**
 * Makes a `Request` of the web platform from a request of the engine. It refuses
 * requests that a `Request` cannot hold.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quote } from "../02_http/syntax.ts";
import { HttpError, type HttpRequest } from "../02_http/types.ts";

/** The methods that `new Request` refuses, in upper or lower case. */
const FORBIDDEN_METHOD = /^(?:CONNECT|TRACE|TRACK)$/i;

/** The methods that `new Request` turns into upper case. */
const CAPITALISED_METHOD = /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i;

/**
 * Makes a `Request`. Its URL is what the URL parser makes of the target: `..`
 * and `%2e` are resolved, and a default port is left out.
 *
 * @param request The request of the engine.
 * @returns The `Request`.
 * @throws {HttpError} 400 if Host and target do not make a URL, 501 for a method
 * that a `Request` cannot have.
 */
export function toRequest(request: HttpRequest): Request {
  checkMethod(request.method);
  return makeRequest(findUrl(request), request);
}

/**
 * Refuses a method that `new Request` would refuse or change: methods are
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
 * The URL that the client requested.
 *
 * @param request The request of the engine.
 * @returns The URL, absolute, spelt as the client spelt it.
 * @throws {HttpError} 400 if it is not a URL.
 */
export function findUrl(request: HttpRequest): string {
  const host = findHost(request);
  const url = joinUrl(host, request);
  if (URL.canParse(url)) return url;
  throw new HttpError(400, `Cannot make a URL of Host ${quote(host)}`);
}

/**
 * The host that the client requested. HTTP/1.0 has no Host field; then it is the
 * address of the connection. RFC 9112 section 3.3.
 *
 * @param request The request of the engine.
 * @returns The host, with the port if there is one.
 */
export function findHost(request: HttpRequest): string {
  return request.headers.get("Host") || formatAddr(request.localAddr);
}

/**
 * Joins host, path and query. They are joined as text: resolved against a base,
 * the path "//evil.example/" would name another host.
 *
 * @param host The host.
 * @param request The request of the engine.
 * @returns The text, which may not be a URL.
 */
export function joinUrl(host: string, { path, query }: HttpRequest): string {
  const search = query === undefined ? "" : `?${query}`;
  return `http://${host}${path}${search}`;
}

/**
 * Makes the `Request` of a request that has been checked. It has no body if the
 * method is GET or HEAD, for which a body has no defined meaning.
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
