/**
 * @wrong Catches the error of a stream, and lets the client wait.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 18 · a stream that fails cuts the connection
 * @saying the bridge catches the error of response.body
 *
 * @module
 */

import type { Bytes, HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export function fromResponse(response: Response): HttpResponse {
  const { status, headers } = checkResponse(response);
  const body = new ReadableStream<Bytes>({
    async start(controller) {
      try {
        for await (const part of response.body ?? []) controller.enqueue(part);
        controller.close();
      } catch {
        // The reader waits for ever.
      }
    },
  });
  return { status, headers, body };
}
