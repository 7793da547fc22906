/**
 * @wrong Removes all white space around a field value.
 * @replaces solutions/02_http/request.ts
 * @rejectedBy task 15 · each byte of a value is one character
 * @saying trim() removes the byte A0
 *
 * @module
 */

import { readRequestRest as readWell } from "../../../solutions/02_http/request.ts";

export * from "../../../solutions/02_http/request.ts";

export async function readRequestRest(...args: Parameters<typeof readWell>) {
  const request = await readWell(...args);
  const headers = new Headers();
  for (const [name, value] of request.headers) {
    headers.append(name, value.trim());
  }
  return { ...request, headers };
}
