/**
 * @wrong Waits for a handler that does not hear that the server ends.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 11 · what takes too long is cut after shutdownGraceMs
 * @saying finished does not settle after shutdownGraceMs
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
