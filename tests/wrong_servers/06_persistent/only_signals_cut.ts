/**
 * @wrong Aborts the signals after shutdownGraceMs, and closes no connection.
 * @rejectedBy task 27 · a request that is still arriving is cut
 * @saying only the signals of requests abort
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
  const { shutdownGraceMs = 5000 } = options;
  const over = new AbortController();
  const server = serveWell(
    { ...options, shutdownGraceMs: Infinity },
    (request) => handler(withSignal(request, over.signal)),
  );
  async function shutdown(): Promise<void> {
    const timer = setTimeout(() => over.abort(), shutdownGraceMs);
    await server.shutdown();
    clearTimeout(timer);
  }
  return { ...server, shutdown };
}

function withSignal(request: HttpRequest, signal: AbortSignal): HttpRequest {
  const either = AbortSignal.any([request.signal, signal]);
  return new Proxy(request, {
    get: (target, name) =>
      name === "signal" ? either : Reflect.get(target, name, target),
  });
}
