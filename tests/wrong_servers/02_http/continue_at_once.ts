/**
 * @wrong Sends 100 Continue before anybody has looked at the request.
 * @replaces solutions/02_http/request.ts
 * @rejectedBy task 32 · a request that is refused gets no 100
 * @saying status 100 instead of 404
 *
 * @module
 */

import {
  readRequestRest as readWell,
  writeContinue,
} from "../../../solutions/02_http/request.ts";

export * from "../../../solutions/02_http/request.ts";

export async function readRequestRest(
  ...[start, options]: Parameters<typeof readWell>
) {
  const sendContinue = () => Promise.resolve();
  const request = await readWell(start, { ...options, sendContinue });
  if (request.headers.has("expect")) await writeContinue(options.connection);
  return request;
}
