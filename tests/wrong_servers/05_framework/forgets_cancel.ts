/**
 * @wrong Wraps the stream in one that cannot be cancelled.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 16 · a client that goes cancels a resting stream
 * @saying a stream that wraps another needs cancel(reason)
 *
 * @module
 */

import type { Bytes, HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export function fromResponse(response: Response): HttpResponse {
  const { status, headers } = checkResponse(response);
  const reader = response.body?.getReader();
  const body = new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await reader?.read() ?? { done: true };
      if (done) controller.close();
      else controller.enqueue(value!);
    },
  });
  return { status, headers, body };
}
