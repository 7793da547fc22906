/**
 * @wrong Logs the stack of an error, line by line.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 11 · a damaged file is told, and the server lives
 * @saying a line of the log is several
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
  options: GuestbookOptions = {},
): Guestbook {
  function log(line: string): void {
    options.log?.(`${new Error(line).stack}`);
  }

  return original(database, { ...options, log });
}
