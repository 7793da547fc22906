/**
 * @wrong Finds the number of the next entry in a statement of its own.
 * @rejectedBy task 20 · an entry waits for a file that is locked for a moment
 * @saying id INTEGER PRIMARY KEY finds it
 *
 * @module
 */

import { runProgram } from "../../../solutions/01_tcp/program.ts";
import {
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type Server,
} from "../../../solutions/06_persistent.ts";
import {
  guestbook,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";
import { openDatabase } from "../../../solutions/07_database/schema.ts";

export { guestbook };

export function serve(options: ServeGuestbookOptions = {}): Server {
  const handler = guestbook(options.database!, options);

  return serveHttp(options, async (request): Promise<HttpResponse> => {
    if (request.method !== "POST") return await handler(request);
    return await store(options.database!, request);
  });
}

async function store(
  path: string,
  request: HttpRequest,
): Promise<HttpResponse> {
  const fields = new URLSearchParams(await new Response(request.body).text());
  using database = openDatabase(path);
  database.exec("PRAGMA busy_timeout = 5000");
  const row = database
    .prepare("SELECT ifnull(max(id), 0) + 1 AS next FROM entry").get();
  database.prepare(
    "INSERT INTO entry (id, firstname, message, posted) VALUES (?, ?, ?, ?)",
  ).run(row!.next, fields.get("firstname"), fields.get("message"), Date.now());
  return { status: 303, headers: { "Location": "/" } };
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, serve);
}
