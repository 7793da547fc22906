/**
 * @wrong Takes the target from a parsed URL, which forgets an empty query.
 * @replaces solutions/05_framework/to_fetch_handler.ts
 * @rejectedBy task 29 · target, path and query are those of the URL
 * @saying http://a.example/b?: target is "/b" instead of "/b?"
 *
 * @module
 */

import type { HttpHandler } from "../../../solutions/02_http/types.ts";
import { toFetchHandler as convert } from "../../../solutions/05_framework/to_fetch_handler.ts";

export function toFetchHandler(handler: HttpHandler) {
  return (request: Request, info: Parameters<ReturnType<typeof convert>>[1]) =>
    convert((httpRequest) => {
      const { pathname, search } = new URL(request.url);
      const query = search === "" ? undefined : search.slice(1);
      const target = pathname + search;
      return handler({ ...httpRequest, target, path: pathname, query });
    })(request, info);
}
