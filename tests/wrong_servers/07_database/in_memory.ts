/**
 * @wrong Keeps the database in memory.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 5 · the entries are still there after a restart
 * @saying the file is not that of a guestbook
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(): DatabaseSync {
  return original(":memory:");
}
