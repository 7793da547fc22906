/**
 * @wrong Catches errors that a handler throws, but not its rejections.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 20 · onError answers if a handler throws
 * @saying a rejection is not caught
 *
 * @module
 */

import type {
  ErrorHandler,
  FetchHandler,
} from "../../../solutions/05_framework/types.ts";

export { withLog } from "../../../solutions/05_framework/middleware.ts";

export function withErrors(
  onError: ErrorHandler,
  handler: FetchHandler,
): FetchHandler {
  return (request, info) => {
    try {
      return handler(request, info);
    } catch (error) {
      return onError(error);
    }
  };
}
