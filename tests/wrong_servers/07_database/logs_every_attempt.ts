/**
 * @wrong Logs a line for every attempt to open the file.
 * @replaces solutions/07_database/guestbook.ts
 * @rejectedBy task 28 · each failed request has one line in the log
 * @saying log once, when the request is given up
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
