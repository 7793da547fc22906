/**
 * @wrong Gives a body a second in which to show whether all of it is there.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 15 · no timer delays a stream that has nothing yet
 * @saying the bridge has set a timer of 1000 ms
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export async function fromResponse(response: Response): Promise<HttpResponse> {
  const { status, headers, body } = checkResponse(response);
  if (body === null) return { status, headers };
  const [peeked, rest] = body.tee();
  const whole = await Promise.race([new Response(peeked).bytes(), aSecond()]);
  return { status, headers, body: whole ?? rest };
}

function aSecond(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 1000));
}
