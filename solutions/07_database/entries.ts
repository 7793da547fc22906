/**
 * The entries of the guestbook, in a database file.
 *
 * SQLite is synchronous: while it works, and while it waits for a lock, nothing
 * else happens in this program. So here it never waits (`busy_timeout` is 0). A
 * request that finds the file locked rests for a moment and tries again, and
 * meanwhile the others are served.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { setTimeout as rest } from "node:timers/promises";
import { DatabaseFile, MovedError } from "./database_file.ts";

/** An entry before it is stored. */
export interface NewEntry {
  /** The visitor's name. */
  readonly firstname: string;
  /** The text; its lines end with LF. */
  readonly message: string;
}

/** An entry in the guestbook. */
export interface Entry extends NewEntry {
  /** When it was stored, in milliseconds since 1970. */
  readonly posted: number;
}

/** One page of the guestbook. */
export interface EntryPage {
  /** Its number, from 1. */
  readonly number: number;
  /** The entries, the newest first. */
  readonly entries: readonly Entry[];
  /** Whether there are older ones. */
  readonly hasOlder: boolean;
}

/** Options of {@linkcode Entries}. */
export interface EntriesOptions {
  /** How long to wait for a locked file, in milliseconds; 5000 by default. */
  busyTimeoutMs?: number;
}

/** The database cannot be used. The message, which is for the log, says why. */
export class DatabaseError extends Error {
  /** Whether another attempt in a moment may succeed. */
  readonly isBusy: boolean;

  /**
   * An error of the database.
   *
   * @param path The file.
   * @param cause What has happened.
   */
  constructor(path: string | URL, cause: Error) {
    super(`Cannot use the database "${path}": ${cause.message}`, { cause });
    this.isBusy = isPassing(cause);
  }
}

/** How many entries a page has. */
const PAGE_SIZE = 10;

/** How long a request rests between two attempts, in milliseconds. */
const REST_MS = 10;

/**
 * The entries in a file. The file is opened when it is needed, and again after an
 * error, or when its path leads to another file.
 */
export class Entries implements Disposable {
  readonly #path: string | URL;
  readonly #busyTimeoutMs: number;
  #file: DatabaseFile | undefined;
  #isClosed = false;

  /**
   * Entries in a file that need not exist yet.
   *
   * @param path The file.
   * @param options How long to wait for it.
   */
  constructor(path: string | URL, options: EntriesOptions = {}) {
    this.#path = path;
    this.#busyTimeoutMs = options.busyTimeoutMs ?? 5000;
  }

  /**
   * Stores an entry.
   *
   * @param entry What the visitor wrote.
   * @param signal Ends the wait for a locked file.
   * @returns When the entry is on the disk, in the file at the path.
   * @throws {DatabaseError} If it cannot be stored.
   */
  async add(entry: NewEntry, signal: AbortSignal): Promise<void> {
    await this.#use(signal, (database) => {
      database.prepare(
        "INSERT INTO entry (firstname, message, posted) VALUES (?, ?, ?)",
      ).run(entry.firstname, entry.message, Date.now());
    });
  }

  /**
   * Reads one page.
   *
   * @param number Its number, from 1.
   * @param signal Ends the wait for a locked file.
   * @returns The page; it has no entries if it is after the last one.
   * @throws {DatabaseError} If it cannot be read.
   */
  async read(number: number, signal: AbortSignal): Promise<EntryPage> {
    // As REAL: an integer of 64 bits may be too large for a number.
    const found = await this.#use(signal, (database) =>
      database.prepare(
        `SELECT firstname, message, CAST(posted AS REAL) AS posted
         FROM entry ORDER BY id DESC LIMIT ? OFFSET ?`,
      ).all(PAGE_SIZE + 1, (number - 1) * PAGE_SIZE));
    const entries = found as unknown as Entry[];
    return {
      number,
      entries: entries.slice(0, PAGE_SIZE),
      hasOlder: entries.length > PAGE_SIZE,
    };
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#close();
  }

  async #use<T>(
    signal: AbortSignal,
    work: (database: DatabaseSync) => T,
  ): Promise<T> {
    const deadline = performance.now() + this.#busyTimeoutMs;
    for (;;) {
      if (this.#isClosed) throw new TypeError("Cannot use a closed guestbook");
      try {
        return this.#attempt(work);
      } catch (error) {
        const cause = error as Error;
        const isOver = performance.now() >= deadline;
        if (isOver || !isPassing(cause)) throw this.#failed(cause);
      }
      await rest(REST_MS, undefined, { signal });
    }
  }

  /** Does some work in the file that is at the path before and after it. */
  #attempt<T>(work: (database: DatabaseSync) => T): T {
    if (this.#file?.isInPlace === false) this.#close();
    this.#file ??= new DatabaseFile(this.#path);
    const result = work(this.#file.database);
    if (!this.#file.isInPlace) {
      throw new MovedError("the file was removed or replaced");
    }
    return result;
  }

  /** Closes the file: it may be repaired, or another one put in its place. */
  #failed(error: Error): DatabaseError {
    this.#close();
    return new DatabaseError(this.#path, error);
  }

  #close(): void {
    this.#file?.[Symbol.dispose]();
    this.#file = undefined;
  }
}

/**
 * Whether another attempt may succeed: the file was moved, or SQLite says
 * SQLITE_BUSY. The higher bits of its code are details.
 */
function isPassing(error: Error & { errcode?: number }): boolean {
  const { errcode = 0 } = error;
  return error instanceof MovedError || (errcode & 0xff) === 5;
}
