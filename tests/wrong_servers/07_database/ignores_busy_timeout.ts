/**
 * @wrong Waits for a locked file as long as it finds right.
 * @rejectedBy task 11 · a file that stays locked is answered 503
 * @saying options.busyTimeoutMs is not looked at
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
