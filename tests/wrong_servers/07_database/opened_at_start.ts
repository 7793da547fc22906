/**
 * @wrong Opens the database when it starts, and only then.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 29 · a damaged file is reported, and the server lives
 * @saying serve() threw instead of listening
 *
 * @module
 */

import {
  type Guestbook,
  guestbook as original,
  type GuestbookOptions,
} from "../../../solutions/07_database/guestbook.ts";
import { openDatabase } from "../../../solutions/07_database/schema.ts";

export type { Guestbook, GuestbookOptions };

export function guestbook(
  database: string | URL,
  options?: GuestbookOptions,
): Guestbook {
  const handler = original(database, options);
  openDatabase(database).close();
  return handler;
}
