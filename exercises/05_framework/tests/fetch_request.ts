/**
 * Calls handlers through `toFetchHandler`.
 *
 * @module
 */

import { type HttpHandler, toFetchHandler } from "../server.ts";

/** The address of the client. */
export const CLIENT = {
  transport: "tcp",
  hostname: "127.0.0.1",
  port: 50_000,
} as const;

/**
 * A GET of a URL that is spelt as given: `new Request` would change it.
 *
 * @param url The URL.
 * @returns The request.
 */
export function requestFor(url: string): Request {
  const request = new Request("http://localhost/");
  return Object.defineProperty(request, "url", { value: url });
}

/**
 * Calls a handler of the engine through `toFetchHandler`.
 *
 * @param handler The handler.
 * @param request The request.
 * @returns The answer.
 */
export async function callHandler(
  handler: HttpHandler,
  request: Request = requestFor("http://localhost/"),
): Promise<Response> {
  return await toFetchHandler(handler)(request, { remoteAddr: CLIENT });
}
