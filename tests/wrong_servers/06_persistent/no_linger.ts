/**
 * @wrong Closes a connection right after its last answer, with unread input.
 * @rejectedBy task 24 · the last answer can be read, and the connection ends
 * @saying the server closed while the client was sending
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

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  return withConnections(closeAtOnce, () => serveWell(options, handler));
}

function closeAtOnce(connection: Deno.TcpConn): Deno.TcpConn {
  let isOpen = true;
  const { close } = connection;
  const closeOnce = () => {
    if (isOpen) close.call(connection);
    isOpen = false;
  };
  return Object.assign(connection, {
    close: closeOnce,
    closeWrite: () => Promise.resolve(closeOnce()),
  });
}
