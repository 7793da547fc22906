/**
 * @wrong Sends the client the errors of its handlers.
 * @rejectedBy task 16 · any other error is answered 500, and tells nothing
 * @saying the body contains "tuna"
 *
 * @module
 */

import {
  HttpError,
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/02_http.ts";

export * from "../../../solutions/02_http.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return serveWell(options, async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      throw new HttpError(status, `${error}`);
    }
  });
}
