/**
 * @wrong Gives its own log to the guestbook, and none to the CGI programs.
 * @rejectedBy task 22 · the log gets what the program writes to stderr
 * @saying cgi() gets other options than serve()
 *
 * @module
 */

import { staticFiles } from "../../../solutions/03_static.ts";
import { DEFAULT_ROOT } from "../../../solutions/03_static/root_directory.ts";
import { cgi } from "../../../solutions/04_cgi.ts";
import { serveHttp, type Server } from "../../../solutions/06_persistent.ts";
import {
  guestbook,
  type ServeGuestbookOptions,
} from "../../../solutions/07_database.ts";

export { guestbook };

export function serve(options: ServeGuestbookOptions = {}): Server {
  const env = { GUESTBOOK_DATABASE: options.database! };
  const site = cgi({ env, log() {} }, staticFiles(DEFAULT_ROOT));
  return serveHttp(options, guestbook(options.database!, { ...options, site }));
}
