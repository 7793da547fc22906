/**
 * @wrong Leaves the database open.
 * @rejectedBy task 23 · every end waits until the database is closed
 * @saying the database is still open
 *
 * @module
 */

import type { Server } from "../../../solutions/02_http.ts";
import { toFetchHandler } from "../../../solutions/05_framework.ts";
import { guestbook } from "../../../solutions/07_database.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const book = guestbook(options.database!, options);
  return serveFetch(options, toFetchHandler(book));
}
