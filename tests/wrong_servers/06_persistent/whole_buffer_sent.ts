/**
 * @wrong Sends all of the memory that a chunk is a part of.
 * @rejectedBy task 9 · a chunk may be a part of a larger array
 * @saying the length, or the bytes, are those of chunk.buffer
 *
 * @module
 */

import {
  type Bytes,
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
    return { ...response, body: body.pipeThrough(whole()) };
  });
}

function whole(): TransformStream<Bytes, Bytes> {
  return new TransformStream({
    transform: ({ buffer }, controller) =>
      controller.enqueue(new Uint8Array(buffer)),
  });
}
