/**
 * @wrong Keeps a connection of HTTP/1.0 without having been asked.
 * @replaces solutions/06_persistent/head.ts
 * @rejectedBy task 6 · HTTP/1.0 ends after one request
 * @saying without Connection: Connection is "keep-alive"
 *
 * @module
 */

import { readHead as readWell } from "../../../solutions/06_persistent/head.ts";

export * from "../../../solutions/06_persistent/head.ts";

export async function readHead(...args: Parameters<typeof readWell>) {
  const head = await readWell(...args);
  const connection = head?.headers.get("connection") ?? "";
  return head && { ...head, keepAlive: !/\bclose\b/i.test(connection) };
}
