/**
 * @wrong Takes one `write` for the whole answer.
 * @rejectedBy task 1 · a large answer arrives whole
 * @saying write() may take only a part of the bytes
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
  return withConnections(writeOnce, () => serveWell(options, handler));
}

function writeOnce(connection: Deno.TcpConn): Deno.TcpConn {
  const { write } = connection;
  return Object.assign(connection, {
    async write(bytes: Uint8Array<ArrayBuffer>) {
      await write.call(connection, bytes);
      return bytes.length;
    },
  });
}
