/**
 * @wrong Closes the database when it is told to stop, and not when it has.
 * @rejectedBy task 25 · a form that arrives while the server stops is stored
 * @saying status 500 instead of 303
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

  function shutdown(): Promise<void> {
    handler[Symbol.dispose]();
    return server.shutdown();
  }

  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}
