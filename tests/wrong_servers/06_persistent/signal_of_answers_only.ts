/**
 * @wrong Looks whether the client has gone only while it sends an answer.
 * @rejectedBy task 22 · request.signal aborts while the handler works
 * @saying this did not happen: request.signal aborts after a reset
 *
 * @module
 */

import {
  type HttpHandler,
  type HttpRequest,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, async (request) => {
    const answering = new AbortController();
    const response = await handler(withSignal(request, answering.signal));
    request.signal.addEventListener("abort", () => answering.abort());
    return response;
  });
}

function withSignal(request: HttpRequest, signal: AbortSignal): HttpRequest {
  return new Proxy(request, {
    get: (target, name) =>
      name === "signal" ? signal : Reflect.get(target, name, target),
  });
}
