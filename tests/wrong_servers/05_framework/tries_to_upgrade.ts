/**
 * @wrong Passes the status 101 on, which the engine cannot send.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 41 · Deno.upgradeWebSocket is answered 501
 * @saying the engine cannot send the status 101
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { fromResponse as convert } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export async function fromResponse(response: Response): Promise<HttpResponse> {
  if (response.status === 101) return { status: 101 };
  return await convert(response);
}
