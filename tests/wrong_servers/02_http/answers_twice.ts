/**
 * @wrong Answers a TypeError of a stream with 500, in the middle of the body.
 * @replaces solutions/02_http/write_response.ts
 * @rejectedBy task 26 · a stream of another length ends the connection
 * @saying a second response is written into the body
 *
 * @module
 */

import { encodeResponse } from "../../../solutions/02_http/response.ts";
import { sendResponse as sendWell } from "../../../solutions/02_http/write_response.ts";

export * from "../../../solutions/02_http/write_response.ts";

export async function sendResponse(
  ...[connection, encoded, departure]: Parameters<typeof sendWell>
): Promise<number> {
  try {
    return await sendWell(connection, encoded, departure);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const failed = encodeResponse({ status: 500 }, "GET");
    return await sendWell(connection, failed, departure);
  }
}
