/**
 * @wrong Reads up to 800 chunks ahead.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 35 · the bridge does not read ahead
 * @saying the highWaterMark of a queue is large
 *
 * @module
 */

import type { Bytes, HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export function fromResponse(response: Response): HttpResponse {
  const { status, headers } = checkResponse(response);
  const queue = new CountQueuingStrategy({ highWaterMark: 800 });
  const through = new TransformStream<Bytes, Bytes>({}, undefined, queue);
  return { status, headers, body: response.body?.pipeThrough(through) };
}
