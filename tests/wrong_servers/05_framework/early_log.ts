/**
 * @wrong Logs before the handler has answered.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 7 · withLog tells method, URL and status in one line
 * @saying the log does not tell 418
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
