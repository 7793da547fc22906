/**
 * @wrong Gives every request a signal that never aborts.
 * @replaces solutions/02_http/request.ts
 * @rejectedBy task 22 · a reset aborts the signal of the request
 * @saying this did not happen: request.signal aborts
 *
 * @module
 */

import { readRequestRest as readWell } from "../../../solutions/02_http/request.ts";

export * from "../../../solutions/02_http/request.ts";

export async function readRequestRest(...args: Parameters<typeof readWell>) {
  const request = await readWell(...args);
  return { ...request, signal: new AbortController().signal };
}
