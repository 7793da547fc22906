/**
 * @wrong Closes the database after shutdown(), and not after `await using`.
 * @rejectedBy task 25 · the file is closed when the server has ended
 * @saying the database is still open
 *
 * @module
 */

import { serveHttp, type Server } from "../../../solutions/06_persistent.ts";
import {
  guestbook,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";

export { guestbook };

export function serve(options: ServeGuestbookOptions = {}): Server {
  const handler = guestbook(options.database!, options);
  const server = serveHttp(options, handler);

  async function shutdown(): Promise<void> {
    await server.shutdown();
    handler[Symbol.dispose]();
  }

  return { ...server, shutdown };
}
