/**
 * @wrong Makes the table first, and gives it its number in a transaction of its own.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 32 · after a kill at any moment, the next process goes on
 * @saying writes: status 503 instead of 200
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  {
    using database = new DatabaseSync(path);
    const tables = database.prepare("SELECT name FROM sqlite_schema").all();
    if (tables.length === 0) {
      database.exec(`CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        firstname TEXT NOT NULL,
        posted INTEGER NOT NULL,
        message TEXT NOT NULL DEFAULT ''
      )`);
      database.exec("PRAGMA user_version = 2");
    }
  }
  return original(path);
}
