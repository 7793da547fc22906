/**
 * @wrong Goes on waiting for a locked file when the client has gone.
 * @replaces solutions/07_database/entries.ts
 * @rejectedBy task 37 · an entry of a client that has gone is not stored
 * @saying the wait ignores request.signal
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
