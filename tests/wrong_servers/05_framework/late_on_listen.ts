/**
 * @wrong Calls onListen only after serve has returned.
 * @rejectedBy task 10 · onListen is told the address, and signal stops the server
 * @saying what it was given before serve returned is undefined
 *
 * @module
 */

import {
  type FetchHandler,
  serve as serveWell,
  type ServeFetchOptions,
  type Server,
} from "../../../solutions/05_framework.ts";

export * from "../../../solutions/05_framework.ts";

export function serve(
  { onListen, ...options }: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  const server = serveWell(options, handler);
  queueMicrotask(() => onListen?.(server.addr));
  return server;
}
