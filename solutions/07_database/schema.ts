/**
 * The tables of the guestbook, and how a file of an older release becomes one
 * of this: the version stands in the file, `PRAGMA user_version`.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";

/**
 * What leads from each version to the next. A release that has been used is
 * history: its step is never changed, only another one added.
 */
const STEPS: readonly string[] = [
  // To version 1: names, and the time in seconds.
  `CREATE TABLE entry (
     id INTEGER PRIMARY KEY,
     firstname TEXT NOT NULL,
     posted INTEGER NOT NULL
   )`,
  // To version 2: messages too, and the time in milliseconds.
  `ALTER TABLE entry ADD COLUMN message TEXT NOT NULL DEFAULT '';
   UPDATE entry SET posted = posted * 1000`,
];

/** A file that this release cannot use; the message says why. */
export class SchemaError extends Error {
  /** The name that error messages show. */
  override name = "SchemaError";
}

/**
 * Opens a database, and brings it to the present version.
 *
 * @param path The file; it is made where there is none.
 * @returns The database, whose commits are on the disk when they return.
 * @throws {SchemaError} If the file is of a newer release, or not a guestbook.
 * @throws {Error} What SQLite has against it.
 */
export function openDatabase(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    // First of all: a file that is not ours is not written to.
    if (findVersion(database) < STEPS.length) migrate(database);
    else tryLogAhead(database);
    // The default of SQLite, but not of every build of it. With less, a commit
    // survives the end of this process, not a power cut.
    database.exec("PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * All steps or none: a file between two versions would be of use to nobody. Who
 * closes a database without COMMIT rolls back.
 */
function migrate(database: DatabaseSync): void {
  logAhead(database);
  database.prepare("BEGIN IMMEDIATE").run();
  // Once more: another process may have been here since.
  for (const step of STEPS.slice(findVersion(database))) database.exec(step);
  database.exec(`PRAGMA user_version = ${STEPS.length}`);
  database.prepare("COMMIT").run();
}

/** Readers and a writer do not wait for each other. The file remembers it. */
function logAhead(database: DatabaseSync): void {
  database.prepare("PRAGMA journal_mode = WAL").get();
}

/** The copy of a file, say, that a backup has made has no log. */
function tryLogAhead(database: DatabaseSync): void {
  try {
    logAhead(database);
  } catch {
    // Nobody may write to it, or somebody else does: it can be read all the
    // same, and whatever else is wrong with it shows then.
  }
}

/** The version of a file; 0 if there is nothing in it. */
function findVersion(database: DatabaseSync): number {
  const { version, tables } = database.prepare(
    `SELECT user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_user_version`,
  ).get() as { version: number; tables: number };
  if (version > STEPS.length) {
    throw new SchemaError(
      `it has version ${version}, expected at most ${STEPS.length}: a newer release has made it`,
    );
  }
  if (version === 0 && tables > 0) {
    throw new SchemaError("it is the database of another program");
  }
  return version;
}
