/**
 * @wrong Listens to the signal even when the server has ended.
 * @replaces solutions/05_framework/shutdown_on.ts
 * @rejectedBy task 34 · a server that has ended leaves no listener
 * @saying removeEventListener is missing
 *
 * @module
 */

import type { Server } from "../../../solutions/01_tcp.ts";

export function shutdownOn(signal: AbortSignal, server: Server): void {
  if (signal.aborted) void server.shutdown();
  signal.addEventListener("abort", () => server.shutdown());
}
