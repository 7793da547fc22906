/**
 * @wrong Leaves the path empty if the URL has none.
 * @replaces solutions/05_framework/to_fetch_handler.ts
 * @rejectedBy task 29 · target, path and query are those of the URL
 * @saying toFetchHandler has received a URL without a path
 *
 * @module
 */

import type { HttpHandler } from "../../../solutions/02_http/types.ts";
import { toFetchHandler as convert } from "../../../solutions/05_framework/to_fetch_handler.ts";

export function toFetchHandler(handler: HttpHandler) {
  return (request: Request, info: Parameters<ReturnType<typeof convert>>[1]) =>
    convert((httpRequest) => {
      const { origin } = new URL(request.url);
      const hasPath = request.url.startsWith(`${origin}/`);
      if (hasPath) return handler(httpRequest);
      const target = httpRequest.target.slice(1);
      return handler({ ...httpRequest, target, path: "" });
    })(request, info);
}
