/**
 * @wrong Turns on the write-ahead log before it has looked whose file it is.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 34 · a file of another program or a newer release is unchanged
 * @saying look at the version first
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  {
    using database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL");
  }
  return original(path);
}
