/**
 * @wrong Forgets the stream of a response that cannot be sent.
 * @replaces solutions/02_http/write_response.ts
 * @rejectedBy task 28 · the stream of a refused response is cancelled
 * @saying cancel() of the first is not called
 *
 * @module
 */

import { encodeResponse } from "../../../solutions/02_http/response.ts";

export * from "../../../solutions/02_http/write_response.ts";

export function prepareResponse(...args: Parameters<typeof encodeResponse>) {
  return Promise.resolve().then(() => encodeResponse(...args));
}
