/**
 * @wrong Has one AbortController for all connections.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 22 · a reset concerns no other client
 * @saying the connections share an AbortController
 *
 * @module
 */

import { serveExchange as serveWell } from "../../../solutions/02_http/exchange.ts";

export * from "../../../solutions/02_http/exchange.ts";

const gone = new AbortController();

export function serveExchange(
  ...[connection, handler, options]: Parameters<typeof serveWell>
) {
  return serveWell(connection, (request) => {
    request.signal.addEventListener("abort", () => gone.abort());
    return handler({ ...request, signal: gone.signal });
  }, options);
}
