/**
 * @wrong Keeps a copy of the entries in memory, and shows that.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 21 · two processes write into one file, and nothing is lost
 * @saying entries are lost
 *
 * @module
 */

import {
  Entries as Original,
  type Entry,
  type EntryPage,
  type NewEntry,
} from "../../../solutions/07_database/entries.ts";

export * from "../../../solutions/07_database/entries.ts";

export class Entries extends Original {
  #copy: Entry[] | undefined;

  override async add(entry: NewEntry, signal: AbortSignal): Promise<void> {
    this.#copy ??= [...(await super.read(1, signal)).entries];
    await super.add(entry, signal);
    this.#copy.unshift({ ...entry, posted: Date.now() });
  }

  override read(number: number, signal: AbortSignal): Promise<EntryPage> {
    if (this.#copy === undefined) return super.read(number, signal);
    const rest = this.#copy.slice((number - 1) * 10);
    const hasOlder = rest.length > 10;
    return Promise.resolve({ number, entries: rest.slice(0, 10), hasOlder });
  }
}
