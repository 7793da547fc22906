/**
 * @wrong Migrates step by step, without a transaction.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 32 · a migration that fails leaves the file as it was
 * @saying the steps are not in one transaction
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { openDatabase as original } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/schema.ts";

export function openDatabase(path: string | URL): DatabaseSync {
  {
    using database = new DatabaseSync(path);
    const row = database.prepare("PRAGMA user_version").get()!;
    if (row.user_version === 1) {
      database.exec(`
        ALTER TABLE entry ADD COLUMN message TEXT NOT NULL DEFAULT '';
        UPDATE entry SET posted = posted * 1000;
        PRAGMA user_version = 2;
      `);
    }
  }
  return original(path);
}
