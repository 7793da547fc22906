/**
 * @wrong Waits for the bytes that a file had when it was opened.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 29 · a file that shrinks while it is sent cuts the connection
 * @saying the stream waits for bytes that will never come
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";

export async function sendFile(_request: HttpRequest, path: string) {
  const file = await Deno.open(path);
  const { size } = await file.stat();
  let rest = size;
  const body = new ReadableStream({
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(64 * 1024, rest));
      let count: number | null = null;
      while (count === null) count = await file.read(chunk);
      rest -= count;
      controller.enqueue(chunk.subarray(0, count));
      if (rest > 0) return;
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  });
  return { status: 200, headers: { "Content-Length": `${size}` }, body };
}
