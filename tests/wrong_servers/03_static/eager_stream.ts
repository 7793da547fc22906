/**
 * @wrong Reads on whether the client takes anything or not.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 8 · a file is read no faster than the client takes it
 * @saying MiB into memory
 *
 * @module
 */

import type { Bytes, HttpRequest } from "../../../solutions/02_http/types.ts";

export async function sendFile(_request: HttpRequest, path: string) {
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const body = new ReadableStream<Bytes>({
    async start(controller) {
      for await (const chunk of file.readable) controller.enqueue(chunk);
      controller.close();
    },
  });
  return { status: 200, headers: { "Content-Length": `${size}` }, body };
}
