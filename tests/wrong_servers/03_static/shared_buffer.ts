/**
 * @wrong Reads every chunk into the same buffer, and reads one ahead.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 20 · a large file arrives whole and in order
 * @saying all chunks are read into the same buffer
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";

export async function sendFile(_request: HttpRequest, path: string) {
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const buffer = new Uint8Array(64 * 1024);
  const body = new ReadableStream({
    async pull(controller) {
      const count = await file.read(buffer);
      if (count !== null) return controller.enqueue(buffer.subarray(0, count));
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  });
  return { status: 200, headers: { "Content-Length": `${size}` }, body };
}
