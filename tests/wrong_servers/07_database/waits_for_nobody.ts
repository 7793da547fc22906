/**
 * @wrong Goes on waiting for a locked file when the client has gone.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 11 · for a client who has gone, nobody waits on
 * @saying stored all the same, when the file is free again
 *
 * @module
 */

import {
  Entries as Original,
  type NewEntry,
} from "../../../solutions/07_database/entries.ts";

export * from "../../../solutions/07_database/entries.ts";

export class Entries extends Original {
  override add(entry: NewEntry): Promise<void> {
    return super.add(entry, new AbortController().signal);
  }
}
