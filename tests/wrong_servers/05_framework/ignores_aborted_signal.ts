/**
 * @wrong Waits for the abort event of a signal that has aborted before.
 * @rejectedBy task 34 · a signal that has aborted before stops it at once
 * @saying a signal that has aborted fires no event any more
 *
 * @module
 */

import {
  type FetchHandler,
  serve as serveCorrectly,
  type ServeFetchOptions,
  type Server,
} from "../../../solutions/05_framework.ts";

export * from "../../../solutions/05_framework.ts";

export function serve(
  { signal, ...options }: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  const server = serveCorrectly(options, handler);
  signal?.addEventListener("abort", () => server.shutdown());
  return server;
}
