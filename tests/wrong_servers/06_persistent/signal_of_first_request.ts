/**
 * @wrong Gives every request of a connection the signal of the first.
 * @rejectedBy task 22 · each request has a signal of its own
 * @saying the signal of the second request aborts
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
  const signals = new Map<number, AbortSignal>();
  return serveWell(options, (request) => {
    const { port } = request.remoteAddr;
    const signal = signals.get(port) ?? request.signal;
    signals.set(port, signal);
    return handler(withSignal(request, signal));
  });
}

function withSignal(request: HttpRequest, signal: AbortSignal): HttpRequest {
  return new Proxy(request, {
    get: (target, name) =>
      name === "signal" ? signal : Reflect.get(target, name, target),
  });
}
