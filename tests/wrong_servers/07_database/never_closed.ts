/**
 * @wrong Leaves the database open.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 25 · a guestbook closes its file when it is disposed of
 * @saying the database is still open
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
  const handler = original(database, options);
  return Object.assign(handler, { [Symbol.dispose]() {} });
}
