/**
 * The tables of the guestbook, and how a file of an older release is brought up to
 * date. The file contains its version: `PRAGMA user_version`.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";

/**
 * The steps from each version to the next. Once a release is in use its step
 * never changes; a later release adds another one.
 */
const STEPS: readonly string[] = [
  // To version 1: names, and the time in seconds.
  `CREATE TABLE entry (
     id INTEGER PRIMARY KEY,
     firstname TEXT NOT NULL,
     posted INTEGER NOT NULL
   )`,
  // To version 2: also messages, and the time in milliseconds.
  `ALTER TABLE entry ADD COLUMN message TEXT NOT NULL DEFAULT '';
   UPDATE entry SET posted = posted * 1000`,
];

/**
 * Opens a database, and brings it to the present version.
 *
 * @param path The file; it is created if it is missing.
 * @returns The database. When a commit returns, it is on the disk.
 * @throws {Error} If SQLite cannot use the file, or it is of a newer release, or
 * not a guestbook; the message says why.
 */
export function openDatabase(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    // This comes first: a file of another program must not be changed.
    if (findVersion(database) < STEPS.length) migrate(database);
    else tryLogAhead(database);
    // This is SQLite's default, but not in every build. With less, a commit
    // survives the end of this process, but not a power cut.
    database.exec("PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Takes all steps or none: a file between two versions would be useless. Closing
 * a database without COMMIT rolls back.
 */
function migrate(database: DatabaseSync): void {
  logAhead(database);
  database.prepare("BEGIN IMMEDIATE").run();
  // Check again: another process may have migrated the file meanwhile.
  for (const step of STEPS.slice(findVersion(database))) database.exec(step);
  database.exec(`PRAGMA user_version = ${STEPS.length}`);
  database.prepare("COMMIT").run();
}

/**
 * Turns on the write-ahead log, with which readers and a writer do not wait for
 * each other. The file remembers it.
 */
function logAhead(database: DatabaseSync): void {
  database.prepare("PRAGMA journal_mode = WAL").get();
}

/** A file may have lost the log, for example in a backup. */
function tryLogAhead(database: DatabaseSync): void {
  try {
    logAhead(database);
  } catch {
    // The file is read-only, or another process is writing to it. It can still
    // be read, and any other problem will show up then.
  }
}

/** The version of a file; 0 if it is empty. */
function findVersion(database: DatabaseSync): number {
  const { version, tables } = database.prepare(
    `SELECT user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_user_version`,
  ).get() as { version: number; tables: number };
  if (version > STEPS.length) {
    throw new Error(
      `it has version ${version}, expected at most ${STEPS.length}: a newer release made it`,
    );
  }
  if (version === 0 && tables > 0) {
    throw new Error("it is the database of another program");
  }
  return version;
}
