/**
 * @wrong Sends an empty body for a stream that fails at once.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 18 · the error of a stream comes out of the bridge
 * @saying where the stream failed there is an empty body
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { body, ...head } = await convert(response);
  if (!(body instanceof ReadableStream)) return { ...head, body };
  const reader = body.getReader();
  let isFirst = true;
  return {
    ...head,
    body: new ReadableStream({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          isFirst = false;
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          if (!isFirst) throw error;
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 }),
  };
}
