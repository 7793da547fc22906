/**
 * @wrong Reads the whole body before it calls the handler.
 * @rejectedBy task 4 · the body reaches the handler as it arrives
 * @saying the whole body is read before the handler is called
 *
 * @module
 */

import {
  type FetchHandler,
  serve as serveCorrectly,
  type ServeFetchOptions,
  type Server,
} from "../../../solutions/05_framework.ts";

export * from "../../../solutions/05_framework.ts";

export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  return serveCorrectly(options, async (request, info) => {
    const body = request.body && await request.bytes();
    return await handler(new Request(request.url, { ...request, body }), info);
  });
}
