/**
 * @wrong Keeps writing to the file that it has opened, though that was removed.
 * @replaces solutions/07_database/database_file.ts
 * @rejectedBy task 26 · an entry is not written to a file that was removed
 * @saying an open file that was removed or replaced can still be written to
 *
 * @module
 */

import { DatabaseFile as Original } from "../../../solutions/07_database/database_file.ts";

export * from "../../../solutions/07_database/database_file.ts";

export class DatabaseFile extends Original {
  override get isInPlace(): boolean {
    return true;
  }
}
