/**
 * @wrong Reads a stream of known length without waiting for its writes.
 * @rejectedBy task 21 · a stream is not read faster than the client reads
 * @saying with its length: the whole stream of 32 MiB was read
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
    const { body, headers } = response;
    const hasLength = JSON.stringify(headers)?.includes("Content-Length");
    if (!(body instanceof ReadableStream) || !hasLength) return response;
    return { ...response, body: readAhead(body) };
  });
}

function readAhead<Chunk>(body: ReadableStream<Chunk>): ReadableStream<Chunk> {
  return new ReadableStream({
    start(controller) {
      (async () => {
        for await (const chunk of body) controller.enqueue(chunk);
        controller.close();
      })();
    },
  });
}
