/**
 * @wrong Answers a form with the page, status 200.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 3 · an entry is answered 303, which leads to the page
 * @saying status 200 instead of 303
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

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const answer = await handler(request);
    if (answer.status !== 303) return answer;
    return await handler(
      new Proxy(request, {
        get: (target, name) =>
          name === "method" ? "GET" : Reflect.get(target, name),
      }),
    );
  }

  return Object.assign(handle, {
    [Symbol.dispose]: handler[Symbol.dispose],
  });
}
