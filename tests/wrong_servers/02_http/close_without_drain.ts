/**
 * @wrong Closes the connection right after the answer, input unread.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 40 · a client that still sends can read the error
 * @saying serveTcp half-closes, drains and closes when its handler returns
 *
 * @module
 */

import { serveExchange as serveWell } from "../../../solutions/02_http/exchange.ts";

export async function serveExchange(
  ...[connection, handler, options]: Parameters<typeof serveWell>
): Promise<void> {
  await serveWell(connection, handler, options);
  connection.close();
}
