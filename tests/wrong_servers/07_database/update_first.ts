/**
 * @wrong Migrates without a transaction, and begins with what rarely fails.
 * @replaces solutions/07_database/schema.ts
 * @rejectedBy task 32 · a migration that fails leaves the file as it was
 * @saying ALTER TABLE fails: the file, after a step has failed,
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
        UPDATE entry SET posted = posted * 1000;
        ALTER TABLE entry ADD COLUMN message TEXT NOT NULL DEFAULT '';
        PRAGMA user_version = 2;
      `);
    }
  }
  return original(path);
}
