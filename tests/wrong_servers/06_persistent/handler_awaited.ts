/**
 * @wrong Waits for a handler that ignores its signal when the server stops.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 27 · a handler that ignores its signal keeps no server
 * @saying shutdown() has not ended within
 *
 * @module
 */

import type { untilAborted as untilAbortedWell } from "../../../solutions/02_http/exchange.ts";

export * from "../../../solutions/02_http/exchange.ts";

export function untilAborted(
  ...[response]: Parameters<typeof untilAbortedWell>
) {
  return Promise.resolve(response);
}
