/**
 * @wrong Answers a form with the page itself, so that a reload posts again.
 * @replaces solutions/05_framework/site.ts
 * @rejectedBy task 9 · a note is added, and the page shows it
 * @saying status 200 instead of 303
 *
 * @module
 */

import { site as makeSite } from "../../../solutions/05_framework/site.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export function site(): FetchHandler {
  const handler = makeSite();
  return async (request, info) => {
    const response = await handler(request, info);
    if (response.status !== 303) return response;
    return await handler(new Request(new URL("/", request.url)), info);
  };
}
