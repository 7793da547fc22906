/**
 * @wrong Logs nothing if the handler returns no Response.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 23 · a result that is not a Response is logged
 * @saying 0 lines were logged
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
    function tell(outcome: unknown) {
      log(`${request.method} ${request.url} ${outcome}`);
    }
    const response = await Promise.try(handler, request, info)
      .catch((error) => {
        tell("failed");
        throw error;
      });
    tell(response.status);
    return response;
  };
}
