/**
 * @wrong Logs before the handler has answered.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 22 · a line has method, URL and status
 * @saying the line has no "418"
 *
 * @module
 */

import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export { withErrors } from "../../../solutions/05_framework/middleware.ts";

export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  return (request, info) => {
    log(`${request.method} ${request.url}`);
    return handler(request, info);
  };
}
