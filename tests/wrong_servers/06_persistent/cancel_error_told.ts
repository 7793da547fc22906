/**
 * @wrong Answers 500 if a stream that is not sent cannot be cancelled.
 * @rejectedBy task 11 · a stream that cannot be cancelled is not sent either
 * @saying HEAD /200: status 500 instead of 200
 *
 * @module
 */

import {
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, async (request) => {
    const response = await handler(request);
    const { body, status } = response;
    const isSent = request.method !== "HEAD" && status !== 204 &&
      status !== 304;
    if (isSent || !(body instanceof ReadableStream)) return response;
    await body.cancel();
    return { ...response, body: null };
  });
}
