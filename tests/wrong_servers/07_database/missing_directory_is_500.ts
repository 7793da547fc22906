/**
 * @wrong Answers 503 only for a locked file, and 500 if the path has gone.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 30 · a path that cannot be opened again is answered 503
 * @saying status 500 instead of 503
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
    const isBusy = `${answer.body}`.includes("busy");
    return answer.status === 503 && !isBusy
      ? { ...answer, status: 500 }
      : answer;
  }

  return Object.assign(handle, {
    [Symbol.dispose]: handler[Symbol.dispose],
  });
}
