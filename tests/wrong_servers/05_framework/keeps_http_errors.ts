/**
 * @wrong Does not ask onError about an HttpError.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 21 · onError answers for what a handler throws
 * @saying throws an HttpError: status 418 instead of 503
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";
import { withErrors as wrapCorrectly } from "../../../solutions/05_framework/middleware.ts";
import type {
  ErrorHandler,
  FetchHandler,
} from "../../../solutions/05_framework/types.ts";

export { withLog } from "../../../solutions/05_framework/middleware.ts";

export function withErrors(
  onError: ErrorHandler,
  handler: FetchHandler,
): FetchHandler {
  return wrapCorrectly((error) => {
    if (error instanceof HttpError) throw error;
    return onError(error);
  }, handler);
}
