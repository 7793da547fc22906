/**
 * @wrong Sends 100 Continue before each read of the body.
 * @replaces solutions/02_http/request.ts
 * @rejectedBy task 32 · 100 Continue comes when the body is wanted
 * @saying it is sent before each read of the body
 *
 * @module
 */

import {
  readRequestRest as readWell,
  writeContinue,
} from "../../../solutions/02_http/request.ts";

export * from "../../../solutions/02_http/request.ts";

export async function readRequestRest(
  ...[start, options]: Parameters<typeof readWell>
) {
  const sendContinue = () => Promise.resolve();
  const request = await readWell(start, { ...options, sendContinue });
  if (!request.headers.has("expect") || request.body === null) return request;
  const reader = request.body.getReader();
  let left = request.contentLength ?? 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await writeContinue(options.connection);
      const { value = new Uint8Array() } = await reader.read();
      controller.enqueue(value);
      left -= value.length;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
  return { ...request, body };
}
