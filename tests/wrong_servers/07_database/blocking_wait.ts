/**
 * @wrong Lets SQLite wait for a locked file, and with it the whole program.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 36 · while one entry waits, other requests are served
 * @saying SQLite waits and nothing else runs
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  const database = original(path);
  database.exec("PRAGMA busy_timeout = 1500");
  return database;
}
