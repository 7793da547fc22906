/**
 * @wrong Answers 414 to any request-line that is too long.
 * @replaces solutions/02_http/request_line.ts
 * @rejectedBy task 30 · the limits of a header section hold for each request
 * @saying an overlong method: beyond the limit: status 414 instead of 501
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/02_http/request_line.ts";

export function requestLineTooLong(_beginning: string, limit: number) {
  return new HttpError(414, `Expected at most ${limit} bytes`);
}
