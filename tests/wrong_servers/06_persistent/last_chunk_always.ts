/**
 * @wrong Sends the last chunk also when the stream has failed.
 * @rejectedBy task 17 · a stream that fails has no last chunk
 * @saying the last chunk is sent although the stream failed
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
    return { ...response, body: ReadableStream.from(forgive(response.body)) };
  });
}

async function* forgive<Chunk>(stream: ReadableStream<Chunk>) {
  try {
    yield* stream;
  } catch {
    // The client will not notice.
  }
}
