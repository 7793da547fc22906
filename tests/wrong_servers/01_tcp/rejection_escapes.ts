/**
 * @wrong Starts the task of a connection and never looks at how it ends.
 * @rejectedBy task 14 · a handler that throws ends its own connection only
 * @saying a promise was rejected and nothing handled it
 *
 * @module
 */

import {
  type ConnectionHandler,
  serve,
  type ServeOptions,
  type Server,
  serveTcp as serveWell,
} from "../../../solutions/01_tcp.ts";

export { serve };

export function serveTcp(
  options: ServeOptions,
  onConnection: ConnectionHandler,
): Server {
  return serveWell(options, (connection) =>
    new Promise((resolve) => {
      onConnection(connection).then(resolve);
    }));
}
