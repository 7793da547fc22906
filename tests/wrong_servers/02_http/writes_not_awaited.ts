/**
 * @wrong Writes the next chunk while the last one is still being written.
 * @replaces solutions/02_http/write_response.ts
 * @rejectedBy task 25 · a large chunk arrives before the next one
 * @saying await each write
 *
 * @module
 */

import { writeAll } from "../../../solutions/01_tcp/write_all.ts";
import { sendResponse as sendWell } from "../../../solutions/02_http/write_response.ts";

export * from "../../../solutions/02_http/write_response.ts";

export async function sendResponse(
  ...[connection, encoded, departure]: Parameters<typeof sendWell>
): Promise<number> {
  const { head, content } = encoded;
  if (!(content instanceof ReadableStream)) {
    return await sendWell(connection, encoded, departure);
  }
  await writeAll(connection, head);
  const writes: Promise<void>[] = [];
  for await (const chunk of content) writes.push(writeAll(connection, chunk));
  await Promise.all(writes);
  return 0;
}
