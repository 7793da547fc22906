/**
 * `serve` for any engine: the stage itself stands on that of stage 02, the
 * library (`mod.ts`) on that of stage 06.
 *
 * @module
 */

import type { serveHttp, ServeHttpOptions, Server } from "../02_http.ts";
import { withErrors } from "./middleware.ts";
import { toHttpHandler } from "./to_http_handler.ts";
import type { ErrorHandler, FetchHandler } from "./types.ts";

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions extends ServeHttpOptions {
  /** Called once the server listens, with its address. */
  onListen?(addr: Deno.NetAddr): void;
  /**
   * Answers what the handler has thrown; by default an {@linkcode HttpError} is
   * answered with its status, and anything else with 500 and a line in the log.
   */
  onError?: ErrorHandler;
  /** Shuts the server down when it aborts. */
  signal?: AbortSignal;
}

/**
 * Makes a `serve` that runs on an engine.
 *
 * @param engine The engine: `serveHttp` of stage 02, or what takes its place.
 * @returns The function. It hands its options on, also those that only the
 * engine knows.
 */
export function serveOn(
  engine: typeof serveHttp,
): (options: ServeFetchOptions, handler: FetchHandler) => Server {
  return ({ onListen, onError, signal, ...options }, handler) => {
    const answer = onError ? withErrors(onError, handler) : handler;
    const server = engine(options, toHttpHandler(answer));
    onListen?.(server.addr);
    if (signal) shutdownOn(signal, server);
    return server;
  };
}

/** A signal may outlive many servers: none is left on its list. */
function shutdownOn(signal: AbortSignal, server: Server): void {
  const shutdown = () => void server.shutdown();
  if (signal.aborted) return shutdown();
  signal.addEventListener("abort", shutdown);
  server.finished.then(() => signal.removeEventListener("abort", shutdown));
}
