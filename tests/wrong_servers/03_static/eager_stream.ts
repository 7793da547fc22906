/**
 * @wrong Reads on whether the client takes anything or not.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 20 · a file is read no faster than the client takes it
 * @saying the file is read in start()
 *
 * @module
 */

import type { Bytes, HttpRequest } from "../../../solutions/02_http/types.ts";

/** In bytes; the larger the chunks, the sooner the suite notices. */
const CHUNK = 16 * 1_048_576;

export async function sendFile(_request: HttpRequest, path: string) {
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const body = new ReadableStream<Bytes>({
    async start(controller) {
      for (;;) {
        const chunk = new Uint8Array(CHUNK);
        const count = await file.read(chunk);
        if (count === null) break;
        controller.enqueue(chunk.subarray(0, count));
      }
      file.close();
      controller.close();
    },
  });
  return { status: 200, headers: { "Content-Length": `${size}` }, body };
}
