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
  const { method, headers, body } = request;
  if (FORBIDDEN_METHOD.test(method)) throw notImplemented(method);
  const made = makeRequest(request, {
    method,
    body: method === "GET" || method === "HEAD" ? null : body,
    signal: request.signal,
  });
  // Methods are case-sensitive, but `new Request` makes GET of "get".
  if (made.method !== method) throw notImplemented(method);
  // One by one: as an option of the constructor they take 0.8 µs longer.
  for (const [name, value] of headers) made.headers.append(name, value);
  return made;
}

/**
 * Names the URL that a client has asked for. The parts are joined as text:
 * resolved against a base, the path "//evil.example/" would name another host.
 */
function makeRequest(request: HttpRequest, init: RequestInit): Request {
  const { headers, localAddr, path, query } = request;
  // HTTP/1.0 has no Host; then the connection tells. RFC 9112 section 3.3.
  const host = headers.get("Host") || formatAddr(localAddr);
  const search = query === undefined ? "" : `?${query}`;
  try {
    return new Request(`http://${host}${path}${search}`, init);
  } catch {
    throw new HttpError(400, `Cannot make a URL of Host ${quote(host)}`);
  }
}

function notImplemented(method: string): HttpError {
  return new HttpError(501, `Cannot serve the method ${quote(method)}`);
}
