/**
 * @wrong Makes the table where it is missing, and takes any that is there for its own.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 31 · a file of version 1 becomes one of version 2
 * @saying CREATE TABLE IF NOT EXISTS does nothing to a table of version 1
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";

export function openDatabase(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE IF NOT EXISTS entry (
      id INTEGER PRIMARY KEY,
      firstname TEXT NOT NULL,
      posted INTEGER NOT NULL,
      message TEXT NOT NULL DEFAULT ''
    );
    PRAGMA user_version = 2;
  `);
  return database;
}
