/**
 * @wrong Does not call setNoDelay().
 * @rejectedBy task 9 · a small answer leaves in one write, not in two
 * @saying the chunks of a slow stream: setNoDelay() was not called
 *
 * @module
 */

import {
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";
import { withConnections } from "../../with_connections.ts";

export * from "../../../solutions/06_persistent.ts";

/** Loses the call of the server; the kit makes calls of its own. */
function withoutFirstCall(connection: Deno.TcpConn): Deno.TcpConn {
  const { setNoDelay } = connection;
  connection.setNoDelay = () => {
    connection.setNoDelay = setNoDelay;
  };
  return connection;
}

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return withConnections(
    withoutFirstCall,
    () => serveWell(options, handler),
  );
}
