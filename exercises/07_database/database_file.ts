/**
 * The database file of the guestbook, made and looked at from outside, for the
 * tests. It is given: there is nothing to write here.
 *
 * @module
 */

import { assert, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Failure, type Subject, type TempDir } from "../../kit/mod.ts";

/** What version 1 of the guestbook made of an empty file. */
export const VERSION_1 = `
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    firstname TEXT NOT NULL,
    posted INTEGER NOT NULL
  );
  PRAGMA user_version = 1;
  INSERT INTO entry (firstname, posted) VALUES ('Grace', 1000000000);
  INSERT INTO entry (firstname, posted) VALUES ('Ada', 1600000000);
`;

/** The same, as {@linkcode inspect} tells it. */
export const AS_VERSION_1: Inspection = {
  version: 1,
  columns: "firstname id posted",
  entries: "Grace 1000000000, Ada 1600000000",
};

/** What version 2 has to make of it. */
export const AS_VERSION_2: Inspection = {
  version: 2,
  columns: "firstname id message posted",
  entries: "Grace 1000000000000, Ada 1600000000000",
};

/** What the tests look at in a database file. */
export interface Inspection {
  /** PRAGMA user_version. */
  readonly version: number;
  /** The columns of the table `entry`, sorted. */
  readonly columns: string;
  /** The entries, the oldest first: who, and the column `posted`. */
  readonly entries: string;
}

/**
 * A database file for a test.
 *
 * @param directory Where it shall be.
 * @returns Its path, as an option of `serve`.
 */
export function fileIn(directory: TempDir): { database: string } {
  return { database: directory.resolve("guestbook.db") };
}

/**
 * Runs SQL in a connection of its own.
 *
 * @param database The file.
 * @param sql Statements.
 */
export function run(database: string, sql: string): void {
  using connection = new DatabaseSync(database);
  connection.exec(sql);
}

/**
 * Expects that there is a file with the table of the guestbook.
 *
 * @param database The file.
 */
export function expectFile(database: string): void {
  try {
    using connection = new DatabaseSync(database, { readOnly: true });
    connection.prepare("SELECT id, firstname, posted FROM entry").get();
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`the file is not that of a guestbook: ${message}`, {
      expected: "at options.database a file with the table entry, which has " +
        "the columns id, firstname, message and posted",
    });
  }
}

/**
 * Looks into a database file.
 *
 * @param database The file.
 * @returns What is in it.
 */
export function inspect(database: string): Inspection {
  expectFile(database);
  using connection = new DatabaseSync(database);
  const version = connection.prepare("PRAGMA user_version").get();
  const columns = connection
    .prepare("SELECT name FROM pragma_table_info('entry') ORDER BY name").all();
  const entries = connection
    .prepare("SELECT firstname, posted FROM entry ORDER BY id").all();
  return {
    version: version!.user_version as number,
    columns: columns.map(({ name }) => name).join(" "),
    entries: entries.map((row) => `${row.firstname} ${row.posted}`).join(", "),
  };
}

/**
 * Makes a guestbook of which only the first page, that with the tables, is left.
 *
 * @param directory Where to make it.
 * @returns The bytes of the file.
 */
export async function makeDamaged(
  directory: TempDir,
): Promise<Uint8Array<ArrayBuffer>> {
  const { database } = fileIn(directory);
  run(
    database,
    `CREATE TABLE entry (
       id INTEGER PRIMARY KEY,
       firstname TEXT NOT NULL,
       posted INTEGER NOT NULL,
       message TEXT NOT NULL DEFAULT ''
     );
     INSERT INTO entry (firstname, posted) VALUES ('Ada', 1600000000000);
     PRAGMA user_version = 2;`,
  );
  const bytes = await Deno.readFile(database);
  return bytes.fill(0xff, 4096);
}

/**
 * Expects a line in the log that names the file.
 *
 * @param server Whose log.
 * @param database The file.
 * @param reason What the line says; anything by default.
 */
export function expectLogged(
  server: Subject,
  database: string,
  reason = /./,
): void {
  const lines = server.log.filter((line) => line.includes(database));
  const log = server.log.join("\n") || "nothing";
  assert(lines.length > 0, `no line of the log names ${database}: ${log}`);
  assertMatch(lines.join("\n"), reason, "the log");
}
