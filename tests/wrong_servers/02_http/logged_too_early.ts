/**
 * @wrong Logs the status of the handler, even if another one is sent.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 28 · a status that no response has becomes 500
 * @saying no line has the request-line and the status 500
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { serveExchange as serveWell } from "../../../solutions/02_http/exchange.ts";

export * from "../../../solutions/02_http/exchange.ts";

export async function serveExchange(
  ...[connection, handler, options]: Parameters<typeof serveWell>
) {
  let status = 500;
  async function recording(request: HttpRequest) {
    const response = await handler(request);
    status = response.status;
    return response;
  }
  function log(line: string) {
    options.log(line.replace(/ 500 /, ` ${status} `));
  }
  await serveWell(connection, recording, { ...options, log });
}
