/**
 * An open database, and whether its file is still the one at its path.
 *
 * A file can be removed or replaced while it is open, and SQLite goes on writing
 * to it. An entry that is stored there is lost when the file is closed.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./schema.ts";

/** The file was removed or replaced. Opening its path again may help. */
export class MovedError extends Error {}

/** A database that is open. */
export class DatabaseFile implements Disposable {
  /** The connection to SQLite. */
  readonly database: DatabaseSync;
  readonly #path: string | URL;
  readonly #file: string | undefined;
  #log: string | undefined;

  /**
   * Opens a database.
   *
   * @param path The file; it is created if it is missing.
   * @throws {Error} If SQLite cannot use it, or it is not a guestbook of this
   * release.
   */
  constructor(path: string | URL) {
    const before = identify(path);
    this.#path = path;
    this.database = openDatabase(path);
    this.#file = before ?? identify(path);
  }

  /** Whether the path, and that of the write-ahead log, lead to the open files. */
  get isInPlace(): boolean {
    if (this.database.location() === null) return true; // In memory.
    const file = identify(this.#path);
    const log = this.#identifyLog();
    // A file has no log before the first entry is written to it.
    this.#log ??= log;
    return file !== undefined && file === this.#file && log === this.#log;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    if (!this.isInPlace) this.#emptyLog();
    this.database.close();
  }

  /** SQLite puts the log next to the file to which a symbolic link leads. */
  #identifyLog(): string | undefined {
    return identify(`${this.database.location()}-wal`);
  }

  /**
   * Moves the entries in the log to the file, wherever that is now. Otherwise
   * SQLite would add the log to a file that has replaced it, and damage that.
   */
  #emptyLog(): void {
    try {
      this.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
    } catch {
      // The file cannot be written to. It is closed all the same.
    }
  }
}

/** The device and inode of a file; `undefined` if it does not exist. */
function identify(path: string | URL): string | undefined {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
