/**
 * @wrong Reads the version before its transaction begins, and not again within.
 * @rejectedBy task 33 · two processes at the same time migrate once
 * @saying the version is read before the transaction begins
 * @varying which statement of which process comes first
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { serveHttp, type Server } from "../../../solutions/06_persistent.ts";
import { runProgram } from "../../../solutions/01_tcp/program.ts";
import type { ServeGuestbookOptions } from "../../../solutions/07_database.ts";

export { guestbook } from "../../../solutions/07_database.ts";

export function serve(options: ServeGuestbookOptions = {}): Server {
  return serveHttp(options, () => {
    using database = new DatabaseSync(options.database!, { timeout: 5000 });
    migrate(database);
    const entries = database
      .prepare("SELECT firstname FROM entry ORDER BY id DESC").all();
    const body = entries
      .map(({ firstname }) => `<article>${firstname}</article>`).join("");
    const headers = { "Content-Type": "text/html" };
    return { status: 200, headers, body };
  });
}

const STEPS = [
  `CREATE TABLE entry (
     id INTEGER PRIMARY KEY,
     firstname TEXT NOT NULL,
     posted INTEGER NOT NULL
   );`,
  `ALTER TABLE entry ADD COLUMN message TEXT NOT NULL DEFAULT '';
   UPDATE entry SET posted = posted * 1000;`,
];

function migrate(database: DatabaseSync): void {
  const row = database.prepare("PRAGMA user_version").get()!;
  if (row.user_version === 2) return;
  const steps = STEPS.slice(Number(row.user_version)).join("");
  database.exec(
    `BEGIN IMMEDIATE; ${steps} PRAGMA user_version = 2; COMMIT`,
  );
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, serve);
}
