/**
 * @wrong Closes a file at its end only, which is not where a client leaves.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 8 · a client that leaves in the middle leaves no file open
 * @saying large.bin is still open
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { sendFile as sendWell } from "../../../solutions/03_static/file_response.ts";

export async function sendFile(
  request: HttpRequest,
  path: string,
  name: string,
) {
  if (request.headers.has("range")) return sendWell(request, path, name);
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const body = new ReadableStream({
    async pull(controller) {
      const chunk = new Uint8Array(64 * 1024);
      const count = await file.read(chunk);
      if (count !== null) return controller.enqueue(chunk.subarray(0, count));
      file.close();
      controller.close();
    },
  });
  return { status: 200, headers: { "Content-Length": `${size}` }, body };
}
