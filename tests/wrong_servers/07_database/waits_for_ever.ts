/**
 * @wrong Waits for a locked file until it is free.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 27 · a file that stays locked is answered 503, with the form
 * @saying the wait does not end after options.busyTimeoutMs
 *
 * @module
 */

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
  return original(database, { ...options, busyTimeoutMs: Infinity });
}
