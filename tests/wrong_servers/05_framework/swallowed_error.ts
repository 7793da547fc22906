/**
 * @wrong Takes the error of a stream for its end.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 18 · the error of a stream comes out of the bridge
 * @saying where the stream failed there is an end
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
  const forgiving = new ReadableStream({
    async pull(controller) {
      const end = { done: true, value: undefined };
      const { done, value } = await reader.read().catch(() => end);
      if (done) controller.close();
      else controller.enqueue(value!);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { ...head, body: forgiving };
}
