/**
 * @wrong Does not call setNoDelay().
 * @rejectedBy task 20 · setNoDelay() is called for each connection
 * @saying setNoDelay() was called 0 times
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
