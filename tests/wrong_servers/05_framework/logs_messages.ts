/**
 * @wrong Puts the message of an error into the log, line ends and all.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 23 · a handler that throws is logged once
 * @saying the message of the error is in the line
 *
 * @module
 */

import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export { withErrors } from "../../../solutions/05_framework/middleware.ts";

export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  return async (request, info) => {
    try {
      const response = await handler(request, info);
      log(`${request.method} ${request.url} ${response.status}`);
      return response;
    } catch (error) {
      log(`${request.method} ${request.url} ${error}`);
      throw error;
    }
  };
}
