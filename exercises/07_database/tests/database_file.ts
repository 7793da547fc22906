/**
 * The database file of the guestbook, made and looked at from outside, for the
 * tests.
 *
 * @module
 */

import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import {
  expectThat,
  expectValue,
  Failure,
  type ServerUnderTest,
  type TempDir,
} from "../../../kit/mod.ts";
import { sign, type Typed } from "../guestbook_client.ts";

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
  INSERT INTO entry (firstname, posted) VALUES ('Linus', 1600000000);
`;

/** Its entries as the page has to show them: two are of one second. */
export const SHOWN_VERSION_1: readonly (readonly string[])[] = [
  ["Linus"],
  ["Ada"],
  ["Grace"],
];

/** What makes files that this release must not touch. */
export const NOT_OURS: Readonly<Record<string, string>> = {
  "a newer release": `${VERSION_1} PRAGMA user_version = 3;`,
  "another program": "CREATE TABLE bookmark (url TEXT)",
  "another program, with a table of this name":
    "CREATE TABLE entry (word TEXT, meaning TEXT)",
};

/** The file of version 1 as {@linkcode inspect} tells it. */
export const AS_VERSION_1: Inspection = {
  version: 1,
  columns: "firstname id posted",
  entries: "Grace 1000000000, Ada 1600000000, Linus 1600000000",
};

/** What version 2 has to make of it. */
export const AS_VERSION_2: Inspection = {
  version: 2,
  columns: "firstname id message posted",
  entries: "Grace 1000000000000, Ada 1600000000000, Linus 1600000000000",
};

/** The contents of a database file. */
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
 * @param directory Its directory.
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

/** A row of a result. */
type Row = Record<string, SQLOutputValue>;

/** Asks a database file in a connection of its own. */
function query(database: string, sql: string, likely?: string): Row[] {
  try {
    using connection = new DatabaseSync(database, { readOnly: true });
    return connection.prepare(sql).all();
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`the file is not that of a guestbook: ${message}`, {
      expected: "at options.database a file with the table entry, which has " +
        "the columns id, firstname, message and posted",
      likely,
    });
  }
}

/**
 * Expects that there is a file with the table of the guestbook, and the number
 * of its version.
 *
 * @param database The file.
 */
export function expectFile(database: string): void {
  query(database, "SELECT id, firstname, message, posted FROM entry LIMIT 1");
  const [{ user_version }] = query(database, "PRAGMA user_version");
  expectValue("PRAGMA user_version of the file", user_version, 2, {
    because: "the CGI program and a later release look at the version",
    likely: "PRAGMA user_version = 2 is missing where the table is made",
  });
}

/**
 * Expects that the newest entry of a file is what was typed, letter by letter.
 *
 * @param database The file.
 * @param typed What was typed.
 * @param likely The likely cause of another entry.
 */
export function expectKept(
  database: string,
  typed: Typed,
  likely?: string,
): void {
  const [newest] = query(
    database,
    "SELECT firstname, message FROM entry ORDER BY id DESC LIMIT 1",
    likely,
  );
  expectValue("the newest entry of the file", newest, { ...typed }, {
    expected: `the file has what was typed: ${JSON.stringify(typed)}`,
    likely: likely ??
      (newest === undefined
        ? "the entries are kept elsewhere, in a variable"
        : "the text is escaped before it is stored: escape it when HTML is " +
          "written, and not before"),
  });
}

/**
 * Writes entries into the file, as another process may do it: all at once.
 *
 * @param database The file.
 * @param firstnames The names; all of them say "Hello".
 */
export function fill(database: string, firstnames: readonly string[]): void {
  expectFile(database);
  using connection = new DatabaseSync(database);
  const insert = connection.prepare(
    "INSERT INTO entry (firstname, message, posted) VALUES (?, 'Hello', ?)",
  );
  const now = Date.now();
  for (const firstname of firstnames) insert.run(firstname, now);
}

/**
 * Stores entries, most of them directly in the file.
 *
 * @param server Whose guestbook.
 * @param database Its file.
 * @param count How many entries.
 * @returns What the pages have to show, the newest first.
 */
export async function signTimes(
  server: ServerUnderTest,
  database: string,
  count: number,
): Promise<string[][]> {
  const names = Array.from({ length: count }, (_, index) => `(${index + 1})`);
  await sign(server, names[0]);
  fill(database, names.slice(1));
  return names.toReversed().map((name) => [name]);
}

/**
 * Expects a file of version 2 whose only entry is that of Ada.
 *
 * @param database The file.
 * @param since When the entry was sent, or earlier, in milliseconds since 1970.
 */
export function expectNewFile(database: string, since: number): void {
  const { version, columns, entries } = inspect(database);
  expectValue("PRAGMA user_version", version, 2, {
    likely: "PRAGMA user_version = 2 is missing where the table is made",
  });
  expectValue("the columns of entry", columns, AS_VERSION_2.columns);
  const posted = Number(entries.replace("Ada ", ""));
  const isNow = posted >= since - 1 && posted <= Date.now();
  expectThat(isNow, `posted is ${posted}`, {
    expected: `the time in milliseconds since 1970: ${Date.now()}`,
  });
}

/**
 * Looks into a database file.
 *
 * @param database The file.
 * @returns What is in it.
 */
export function inspect(database: string): Inspection {
  const entries = query(
    database,
    "SELECT firstname, posted FROM entry ORDER BY id",
  );
  const columns = query(
    database,
    "SELECT name FROM pragma_table_info('entry') ORDER BY name",
  );
  const [{ user_version }] = query(database, "PRAGMA user_version");
  return {
    version: user_version as number,
    columns: columns.map(({ name }) => name).join(" "),
    entries: entries.map((row) => `${row.firstname} ${row.posted}`).join(", "),
  };
}

/**
 * Expects that a file is of version 2, made of one of version 1.
 *
 * @param database The file.
 */
export function expectMigrated(database: string): void {
  expectValue("the file", inspect(database), AS_VERSION_2);
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
