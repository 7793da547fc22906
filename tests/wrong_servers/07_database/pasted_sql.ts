/**
 * @wrong Pastes what was typed into the SQL.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 6 · SQL in a name or a message is stored, and never run
 * @saying the text is pasted into the SQL
 *
 * @module
 */

import {
  Entries as Original,
  type NewEntry,
} from "../../../solutions/07_database/entries.ts";
import { openDatabase } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/entries.ts";

export class Entries extends Original {
  readonly #path: string | URL;

  constructor(path: string | URL) {
    super(path);
    this.#path = path;
  }

  override add({ firstname, message }: NewEntry): Promise<void> {
    using database = openDatabase(this.#path);
    database.exec(
      `INSERT INTO entry (firstname, message, posted)
       VALUES ('${firstname}', '${message}', ${Date.now()})`,
    );
    return Promise.resolve();
  }
}
