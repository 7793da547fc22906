/**
 * Ends a server when a signal aborts, as `Deno.serve` does.
 *
 * @module
 */

import type { Server } from "../01_tcp.ts";

/**
 * Shuts a server down when a signal aborts. A signal may outlive many servers,
 * so its listener is removed when the server has ended.
 *
 * @param signal The signal; it may have aborted already.
 * @param server The server.
 */
export function shutdownOn(signal: AbortSignal, server: Server): void {
  const shutdown = () => void server.shutdown();
  if (signal.aborted) return shutdown();
  signal.addEventListener("abort", shutdown);
  server.finished.then(() => signal.removeEventListener("abort", shutdown));
}
