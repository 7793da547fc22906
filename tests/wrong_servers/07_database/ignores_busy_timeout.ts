/**
 * @wrong Waits for a locked file as long as it finds right.
 * @rejectedBy task 27 · a file that stays locked is answered 503, with the form
 * @saying options.busyTimeoutMs is ignored
 *
 * @module
 */

import type { Server } from "../../../solutions/06_persistent.ts";
import {
  serve as original,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";

export * from "../../../solutions/07_database.ts";

export function serve(options: ServeGuestbookOptions = {}): Server {
  return original({ ...options, busyTimeoutMs: 2000 });
}
