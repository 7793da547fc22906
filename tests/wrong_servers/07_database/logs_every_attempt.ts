/**
 * @wrong Logs a line for every attempt to open the file.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 11 · a file that stays locked is answered 503
 * @saying it is enough to tell of the last
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
    for (let attempt = 1; attempt <= 3; attempt++) options.log?.(line);
  }

  return original(database, { ...options, log });
}
