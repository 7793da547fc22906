/**
 * @wrong Answers every request-line that is too long with 414.
 * @replaces solutions/02_http/request_line.ts
 * @rejectedBy task 41 · the status says which part is too long
 * @saying every line that is too long is answered 414
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/02_http/request_line.ts";

export function requestLineTooLong(): HttpError {
  return new HttpError(414, "Cannot read request-line");
}
