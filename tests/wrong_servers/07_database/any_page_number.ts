/**
 * @wrong Shows the nearest page for a bad page number.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 15 · a bad page number is answered 400 or 404
 * @saying status 200 instead of 400
 *
 * @module
 */

import type {
  HttpRequest,
  HttpResponse,
} from "../../../solutions/06_persistent.ts";
import {
  type Guestbook,
  guestbook as original,
  type GuestbookOptions,
} from "../../../solutions/07_database/guestbook.ts";

export type { Guestbook, GuestbookOptions };

export function guestbook(
  database: string | URL,
  options?: GuestbookOptions,
): Guestbook {
  const handler = original(database, options);

  function handle(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const page = new URLSearchParams(request.query).get("page");
    const number = Math.max(Number(page) || 1, 1);
    const query = `page=${Math.round(number)}`;
    return handler(
      new Proxy(request, {
        get: (target, name) =>
          name === "query" ? query : Reflect.get(target, name),
      }),
    );
  }

  return Object.assign(handle, {
    [Symbol.dispose]: handler[Symbol.dispose],
  });
}
