/**
 * @wrong Waits a tenth of a second for a locked file, and ignores its option.
 * @rejectedBy task 20 · an entry waits for a file that is locked for a moment
 * @saying status 503 instead of 303
 *
 * @module
 */

import type { Server } from "../../../solutions/06_persistent.ts";
import { runProgram } from "../../../solutions/01_tcp/program.ts";
import {
  serve as original,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";

export * from "../../../solutions/07_database.ts";

export function serve(options: ServeGuestbookOptions = {}): Server {
  return original({ ...options, busyTimeoutMs: 100 });
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, serve);
}
