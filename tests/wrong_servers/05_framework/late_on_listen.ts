/**
 * @wrong Calls onListen only after serve has returned.
 * @rejectedBy task 33 · onListen receives the address, before serve returns
 * @saying what it had received when serve returned is not as expected
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
  { onListen, ...options }: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  const server = serveCorrectly(options, handler);
  queueMicrotask(() => onListen?.(server.addr));
  return server;
}
