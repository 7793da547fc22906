/**
 * @wrong Has no write-ahead log: a writer locks all readers out.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 24 · a reader does not wait for a writer
 * @saying PRAGMA journal_mode = WAL is missing
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  const database = original(path);
  database.exec("PRAGMA journal_mode = DELETE");
  return database;
}
