/**
 * Servers with a handler of the test's own, requests, and answers of a bridge
 * without an engine.
 *
 * @module
 */

import {
  httpRequest,
  type RunningServer,
  type StartOptions,
  withHandler,
} from "../../../kit/mod.ts";
import { type FetchHandler, serve, toHttpHandler } from "../server.ts";
import { engineRequest } from "./engine_request.ts";

/** What `start` starts. */
export type Starter = (options: StartOptions) => RunningServer;

/**
 * Starts `serve` with a handler.
 *
 * @param handler Answers the requests.
 * @returns What `start` starts.
 */
export function serveWith(handler: FetchHandler): Starter {
  return withHandler(serve, handler);
}

/**
 * A request of HTTP/1.1 to the host "localhost".
 *
 * @param methodAndTarget The method and the request-target: "HEAD /".
 * @param fieldLines More field lines.
 * @returns The request, as it travels.
 */
export function requestOf(
  methodAndTarget: string,
  ...fieldLines: string[]
): string {
  const lines = [`${methodAndTarget} HTTP/1.1`, "Host: localhost"];
  return httpRequest([...lines, ...fieldLines]);
}

/**
 * Calls a handler through the bridge, without an engine.
 *
 * @param handler The handler.
 * @param request What differs from `GET /`.
 * @returns What the engine would send.
 */
export async function bridge(
  handler: FetchHandler,
  request: Parameters<typeof engineRequest>[0] = {},
) {
  return await toHttpHandler(handler)(engineRequest(request));
}

/** Answers with the URL of the request. */
export const tellUrl: FetchHandler = ({ url }) => new Response(url);
