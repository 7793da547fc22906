/**
 * @wrong Does not abort the signal if the client resets within the body.
 * @rejectedBy task 22 · request.signal aborts while the handler works
 * @saying a body of which a part is missing
 *
 * @module
 */

import {
  type Bytes,
  type HttpHandler,
  type HttpRequest,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, (request) => handler(abortedAfterBody(request)));
}

function abortedAfterBody(request: HttpRequest): HttpRequest {
  const controller = new AbortController();
  let isRead = request.body === null;
  const ending = new TransformStream<Bytes, Bytes>({
    flush: () => void (isRead = true),
  });
  const body = request.body?.pipeThrough(ending) ?? null;
  request.signal.addEventListener("abort", () => {
    if (isRead) controller.abort();
  });
  const changed: Partial<HttpRequest> = { body, signal: controller.signal };
  return new Proxy(request, {
    get: (target, name) =>
      Reflect.get(name in changed ? changed : target, name),
  });
}
