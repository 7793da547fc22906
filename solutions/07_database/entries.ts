/**
 * The entries of the guestbook, in a database file.
 *
 * SQLite answers at once or not at all: while it works, and while it waits for
 * a lock, nothing else happens in this program. So it never waits here
 * (`busy_timeout` is 0): whoever finds the file locked rests and tries again,
 * and meanwhile the others are served.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { setTimeout as rest } from "node:timers/promises";
import { openDatabase, SchemaError } from "./schema.ts";

/** What a visitor writes. */
export interface NewEntry {
  /** Who has written it. */
  readonly firstname: string;
  /** What was written; lines end with LF. */
  readonly message: string;
}

/** What the guestbook has. */
export interface Entry extends NewEntry {
  /** When it was stored, in milliseconds since 1970. */
  readonly posted: number;
}

/** One page of the guestbook. */
export interface EntryPage {
  /** The entries, the newest first. */
  readonly entries: readonly Entry[];
  /** Whether older ones follow. */
  readonly hasOlder: boolean;
}

/** Options of {@linkcode Entries}. */
export interface EntriesOptions {
  /** How long to wait for a locked file, in milliseconds; 5000 by default. */
  busyTimeoutMs?: number;
}

/** The database cannot be used; the message, for the log, says why. */
export class DatabaseError extends Error {
  /** The name that error messages show. */
  override name = "DatabaseError";
  /** Whether it may be of use again in a moment. */
  readonly isBusy: boolean;

  /**
   * An error of the database.
   *
   * @param path The file.
   * @param cause What has happened.
   */
  constructor(path: string | URL, cause: Error) {
    super(`Cannot use the database "${path}": ${cause.message}`, { cause });
    this.isBusy = isBusy(cause);
  }
}

/** How many entries a page has. */
const PAGE_SIZE = 10;

/** The longest rest between two attempts, in milliseconds. */
const MAX_REST_MS = 50;

/** The entries in a file. It is opened when it is needed, and after an error anew. */
export class Entries implements Disposable {
  readonly #path: string | URL;
  readonly #busyTimeoutMs: number;
  #database: DatabaseSync | undefined;
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
   * @param entry What was written.
   * @param signal Ends the waiting for a locked file.
   * @returns When the entry is on the disk.
   * @throws {DatabaseError} If it is not.
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
   * @param page Its number, from 1.
   * @param signal Ends the waiting for a locked file.
   * @returns The page, without entries if it is behind the last one.
   * @throws {DatabaseError} If it cannot be read.
   */
  async read(page: number, signal: AbortSignal): Promise<EntryPage> {
    const found = await this.#use(signal, (database) =>
      database.prepare(
        "SELECT firstname, message, posted FROM entry ORDER BY id DESC LIMIT ? OFFSET ?",
      ).all(PAGE_SIZE + 1, (page - 1) * PAGE_SIZE));
    const entries = found as unknown as Entry[];
    return {
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
    for (let restMs = 1;; restMs = Math.min(restMs * 2, MAX_REST_MS)) {
      if (this.#isClosed) throw new TypeError("Cannot use a closed guestbook");
      try {
        this.#database ??= openDatabase(this.#path);
        return work(this.#database);
      } catch (error) {
        if (!isDatabaseError(error)) throw error;
        const isOver = performance.now() >= deadline;
        if (isOver || !isBusy(error)) throw this.#failed(error);
      }
      await rest(restMs, undefined, { signal });
    }
  }

  /** Somebody may mend the file, or put another in its place: it is opened anew. */
  #failed(error: Error): DatabaseError {
    this.#close();
    return new DatabaseError(this.#path, error);
  }

  #close(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}

/** Whether an error says something of the file, and not of this program. */
function isDatabaseError(error: unknown): error is Error {
  return error instanceof SchemaError ||
    (error as { code?: unknown })?.code === "ERR_SQLITE_ERROR";
}

/** SQLITE_BUSY or SQLITE_LOCKED; the higher bits tell the details. */
function isBusy(error: Error & { errcode?: number }): boolean {
  const { errcode = 0 } = error;
  return (errcode & 0xff) === 5 || (errcode & 0xff) === 6;
}
