/**
 * A request as an engine hands it over, for tests that call the bridge without
 * an engine. It is given: there is nothing to write here.
 *
 * @module
 */

import type { HttpRequest } from "../server.ts";

/**
 * Makes a request: `GET /` of HTTP/1.1 with the Host "localhost".
 *
 * @param changes What is other than that.
 * @returns The request.
 */
export function engineRequest(changes: Partial<HttpRequest> = {}): HttpRequest {
  const addr = { transport: "tcp", hostname: "127.0.0.1", port: 8000 } as const;
  return {
    method: "GET",
    target: "/",
    path: "/",
    query: undefined,
    version: "1.1",
    headers: new Headers({ Host: "localhost" }),
    contentLength: undefined,
    body: null,
    localAddr: addr,
    remoteAddr: { ...addr, port: 50_000 },
    signal: new AbortController().signal,
    ...changes,
  };
}
