/**
 * @wrong Fills its own stream without waiting to be asked for more.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 35 · the bridge does not read ahead
 * @saying 1024 chunks of the stream were read
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
      for await (const chunk of response.body ?? []) controller.enqueue(chunk);
      controller.close();
    },
  });
  return { status, headers, body };
}
