/**
 * @wrong Writes the body to stdin, and does not close it.
 * @replaces solutions/04_cgi/request_body.ts
 * @rejectedBy task 4 · stdin has the bytes of the body, and then ends
 * @saying stdin is not closed after the body
 *
 * @module
 */

import {
  measureBody as measureWell,
  type MeasuredBody,
} from "../../../solutions/04_cgi/request_body.ts";

export async function measureBody(
  ...[request, maxBodyBytes]: Parameters<typeof measureWell>
): Promise<MeasuredBody> {
  const { body, contentLength } = await measureWell(request, maxBodyBytes);
  if (body === null) return { body, contentLength };
  const endless = new TransformStream({
    flush: () => new Promise<void>(() => {}),
  });
  return { body: body.pipeThrough(endless), contentLength };
}
