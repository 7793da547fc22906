/**
 * @wrong Takes the latest time for the newest entry, though many have the same.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 13 · a page has ten entries, and ?page=2 the next ten
 * @saying entry 1 of the page does not show "(23)"
 *
 * @module
 */

import {
  Entries as Original,
  type Entry,
  type EntryPage,
} from "../../../solutions/07_database/entries.ts";
import { openDatabase } from "../../../solutions/07_database/schema.ts";

export * from "../../../solutions/07_database/entries.ts";

export class Entries extends Original {
  readonly #path: string | URL;

  constructor(path: string | URL) {
    super(path);
    this.#path = path;
  }

  override read(number: number): Promise<EntryPage> {
    using database = openDatabase(this.#path);
    const found = database.prepare(
      `SELECT firstname, message, posted FROM entry
       ORDER BY posted DESC LIMIT 11 OFFSET ?`,
    ).all((number - 1) * 10) as unknown as Entry[];
    const entries = found.slice(0, 10);
    return Promise.resolve({ number, entries, hasOlder: found.length > 10 });
  }
}
