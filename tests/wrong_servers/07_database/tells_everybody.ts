/**
 * @wrong Tells every visitor what SQLite says.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 27 · a file that stays locked is answered 503, with the form
 * @saying the page tells every visitor: "database is locked"
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
  let reason = "";

  function log(line: string): void {
    reason = line.slice(line.indexOf('": ') + 3);
    options.log?.(line);
  }

  const handler = original(database, { ...options, log });

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const answer = await handler(request);
    const body = `${answer.body}`
      .replace(/(?<=role="alert">).*?(?=<)/, `Error: ${reason}`);
    return answer.status < 500 ? answer : { ...answer, body };
  }

  return Object.assign(handle, {
    [Symbol.dispose]: handler[Symbol.dispose],
  });
}
