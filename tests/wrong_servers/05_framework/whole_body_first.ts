/**
 * @wrong Waits for the whole body before anything is sent.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 15 · the header section is sent before the first chunk
 * @saying the first chunk is awaited
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers } = checkResponse(response);
  return { status, headers, body: await response.bytes() };
}
