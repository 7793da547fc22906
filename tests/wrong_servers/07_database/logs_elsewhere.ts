/**
 * @wrong Logs its failures to a log of its own.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 28 · each failed request has one line in the log
 * @saying nothing is logged with options.log
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
  return original(database, { ...options, log() {} });
}
