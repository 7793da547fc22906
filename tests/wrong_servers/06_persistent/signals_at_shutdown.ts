/**
 * @wrong Aborts the signals of requests in progress at shutdown.
 * @rejectedBy task 25 · a request in progress is answered, a new one refused
 * @saying shutdown() has aborted request.signal
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
  const stopping = new AbortController();
  const server = serveWell(options, (request) => {
    const signal = AbortSignal.any([request.signal, stopping.signal]);
    return handler(withSignal(request, signal));
  });
  function shutdown(): Promise<void> {
    stopping.abort();
    return server.shutdown();
  }
  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}

function withSignal(request: HttpRequest, signal: AbortSignal): HttpRequest {
  return new Proxy(request, {
    get: (target, name) =>
      name === "signal" ? signal : Reflect.get(target, name, target),
  });
}
