/**
 * @wrong Aborts the signal of a request that has been answered.
 * @rejectedBy task 22 · the signal of an answered request does not abort
 * @saying request.signal has aborted
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
    const { signal } = request;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const response = await handler(withSignal(request, either));
    over.abort();
    return response;
  });
}

function withSignal(request: HttpRequest, signal: AbortSignal): HttpRequest {
  return new Proxy(request, {
    get: (target, name) =>
      name === "signal" ? signal : Reflect.get(target, name, target),
  });
}
