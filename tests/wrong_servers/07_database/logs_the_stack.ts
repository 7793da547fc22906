/**
 * @wrong Logs the stack of an error, line by line.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 28 · each failed request has one line in the log
 * @saying one call of log() has several lines
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
