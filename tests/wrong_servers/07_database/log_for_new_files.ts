/**
 * @wrong Turns on the write-ahead log for a file that it makes, and for no other.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 24 · a file without a log gets one
 * @saying or is set only for a new file
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path);
  const row = database.prepare("PRAGMA user_version").get()!;
  if (row.user_version === 2) return database;
  database.close();
  return original(path);
}
