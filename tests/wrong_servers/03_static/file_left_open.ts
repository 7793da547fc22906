/**
 * @wrong Closes a file at its end only, which is not where a client leaves.
 * @replaces solutions/03_static/file_response.ts
 * @rejectedBy task 20 · the file of a client that leaves is closed
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
  const response = await sendWell(request, path, name);
  if (!(response.body instanceof ReadableStream)) return response;
  await response.body.cancel();
  const file = await Deno.open(path);
  const body = new ReadableStream({
    async pull(controller) {
      const chunk = new Uint8Array(64 * 1024);
      const count = await file.read(chunk);
      if (count !== null) return controller.enqueue(chunk.subarray(0, count));
      file.close();
      controller.close();
    },
  });
  return { ...response, body };
}
