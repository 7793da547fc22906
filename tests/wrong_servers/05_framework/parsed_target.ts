/**
 * @wrong Takes the target from a parsed URL, which forgets an empty query.
 * @replaces solutions/05_framework/to_fetch_handler.ts
 * @rejectedBy task 9 · a handler of the engine is given what the engine would give
 * @saying http://example.org/a?: target is "/a" instead of "/a?"
 *
 * @module
 */

import type { HttpHandler } from "../../../solutions/02_http/types.ts";
import { toFetchHandler as makeWell } from "../../../solutions/05_framework/to_fetch_handler.ts";

export function toFetchHandler(handler: HttpHandler) {
  return (request: Request, info: Parameters<ReturnType<typeof makeWell>>[1]) =>
    makeWell((httpRequest) => {
      const { pathname, search } = new URL(request.url);
      const query = search === "" ? undefined : search.slice(1);
      const target = pathname + search;
      return handler({ ...httpRequest, target, path: pathname, query });
    })(request, info);
}
