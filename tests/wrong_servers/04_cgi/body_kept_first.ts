/**
 * @wrong Collects the whole body before it starts the program.
 * @replaces solutions/04_cgi/request_body.ts
 * @rejectedBy task 18 · a program gets the body as it arrives
 * @saying the body is collected before the program starts
 *
 * @module
 */

import {
  measureBody as measureWell,
  type MeasuredBody,
} from "../../../solutions/04_cgi/request_body.ts";

export function measureBody(
  ...[request, maxBodyBytes]: Parameters<typeof measureWell>
): Promise<MeasuredBody> {
  return measureWell({ ...request, contentLength: undefined }, maxBodyBytes);
}
