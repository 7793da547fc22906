/**
 * @wrong Reads a whole stream before it writes the first byte.
 * @replaces solutions/02_http/write_response.ts
 * @rejectedBy task 25 · a chunk is sent when it comes
 * @saying the whole stream is read before the first byte is written
 *
 * @module
 */

import { sendResponse as sendWell } from "../../../solutions/02_http/write_response.ts";

export * from "../../../solutions/02_http/write_response.ts";

export async function sendResponse(
  ...[connection, encoded, departure]: Parameters<typeof sendWell>
): Promise<number> {
  const { content } = encoded;
  if (!(content instanceof ReadableStream)) {
    return await sendWell(connection, encoded, departure);
  }
  const whole = await new Response(content).bytes();
  return await sendWell(connection, { ...encoded, content: whole }, departure);
}
