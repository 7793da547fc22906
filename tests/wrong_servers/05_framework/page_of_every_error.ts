/**
 * @wrong Makes a page of every error, with its message.
 * @rejectedBy task 27 · any other error is thrown on
 * @saying every error becomes a page: only an HttpError has a message for the visitor
 *
 * @module
 */

import { site as siteOf } from "../../../solutions/05_framework.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export * from "../../../solutions/05_framework.ts";

export function site(): FetchHandler {
  const handler = siteOf();
  return async (request, info) => {
    try {
      return await handler(request, info);
    } catch (error) {
      return new Response(`<h1>${(error as Error).message}</h1>`, {
        status: 500,
        headers: { "Content-Type": "text/html; charset=utf-8" },
      });
    }
  };
}
