/**
 * @wrong Never sends 100 Continue.
 * @replaces solutions/02_http/request.ts
 * @rejectedBy task 32 · 100 Continue comes when the body is wanted
 * @saying 100 Continue is not sent
 *
 * @module
 */

import { readRequestRest as readWell } from "../../../solutions/02_http/request.ts";

export * from "../../../solutions/02_http/request.ts";

export function readRequestRest(
  ...[start, options]: Parameters<typeof readWell>
) {
  const sendContinue = () => Promise.resolve();
  return readWell(start, { ...options, sendContinue });
}
