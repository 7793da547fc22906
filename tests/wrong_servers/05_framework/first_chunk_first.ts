/**
 * @wrong Waits for the first chunk of a body before anything is sent.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 15 · the header section is sent before the first chunk
 * @saying the first chunk is awaited
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const [peeked, body] = response.body?.tee() ?? [null, null];
  await peeked?.getReader().read();
  return await convert(new Response(body, response));
}
