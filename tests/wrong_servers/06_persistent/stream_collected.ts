/**
 * @wrong Reads a stream to its end before it sends the first byte of it.
 * @rejectedBy task 21 · a stream is not read faster than the client reads
 * @saying the whole stream of 32 MiB was read
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
    if (!(response.body instanceof ReadableStream)) return response;
    const body = await new Response(response.body).bytes();
    return { ...response, body };
  });
}
