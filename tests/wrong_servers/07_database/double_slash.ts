/**
 * @wrong Puts a slash before a path that has one: the Location is another host.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 17 · the form, the links and the 303 lead to options.path
 * @saying Location is "//book"
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
  options: GuestbookOptions = {},
): Guestbook {
  const handler = original(database, options);
  const headers = { "Location": `/${options.path ?? ""}` };

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const answer = await handler(request);
    return answer.status === 303 ? { ...answer, headers } : answer;
  }

  return Object.assign(handle, {
    [Symbol.dispose]: handler[Symbol.dispose],
  });
}
