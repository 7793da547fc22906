/**
 * @wrong Forgets a stream that it does not send.
 * @rejectedBy task 11 · a stream that is not sent is cancelled
 * @saying this did not happen: the stream of the handler is cancelled
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
    const { body } = response;
    if (!(body instanceof ReadableStream)) return response;
    const forgotten = request.method === "HEAD" ||
      [204, 304].includes(response.status);
    return forgotten ? { ...response, body: null } : response;
  });
}
