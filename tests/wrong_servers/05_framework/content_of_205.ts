/**
 * @wrong Gives the Response with 205 a body.
 * @replaces solutions/05_framework/to_fetch_handler.ts
 * @rejectedBy task 30 · 204, 205 and 304 have no body
 * @saying new Response throws for a body with 204, 205 or 304
 *
 * @module
 */

import type { HttpHandler } from "../../../solutions/02_http/types.ts";
import { toFetchHandler as convert } from "../../../solutions/05_framework/to_fetch_handler.ts";

export function toFetchHandler(handler: HttpHandler) {
  return async (...args: Parameters<ReturnType<typeof convert>>) => {
    let body: unknown;
    const response = await convert(async (request) => {
      const response = await handler(request);
      body = response.body;
      return response;
    })(...args);
    if (response.status !== 205) return response;
    return new Response(body as BodyInit, response);
  };
}
