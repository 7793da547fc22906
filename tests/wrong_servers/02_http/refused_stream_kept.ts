/**
 * @wrong Forgets the stream of a response that cannot be sent.
 * @replaces solutions/02_http/write_response.ts
 * @rejectedBy task 28 · the stream of a refused response is cancelled
 * @saying cancel() of the first is not called
 *
 * @module
 */

export * from "../../../solutions/02_http/write_response.ts";

export function streamOf() {
  return undefined;
}
