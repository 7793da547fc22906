/**
 * @wrong Keeps a connection of HTTP/1.0 without having been asked.
 * @replaces engine/head/head.ts
 * @rejectedBy task 3 · HTTP/1.0 ends after one request, unless it asks for more
 * @saying without Connection: Connection is "keep-alive"
 *
 * @module
 */

import { parseHead as parseWell } from "../../../engine/head/head.ts";

export * from "../../../engine/head/head.ts";

export function parseHead(...args: Parameters<typeof parseWell>) {
  const head = parseWell(...args);
  return { ...head, keepAlive: !/\bclose\b/i.test(head.section ?? "") };
}
