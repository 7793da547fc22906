/**
 * @wrong Writes the header section, and then the body.
 * @rejectedBy task 20 · a small answer leaves in one write, not in two
 * @saying a text: 2 writes
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
  return withConnections(splitWrites, () => serveWell(options, handler));
}

function splitWrites(connection: Deno.TcpConn): Deno.TcpConn {
  const { write } = connection;
  return Object.assign(connection, {
    async write(bytes: Uint8Array<ArrayBuffer>) {
      const text = new TextDecoder("latin1").decode(bytes);
      const end = text.indexOf("\r\n\r\n") + 4;
      const isHead = end > 4 && end < bytes.length;
      const first = isHead ? bytes.subarray(0, end) : bytes;
      const count = await write.call(connection, first);
      if (!isHead) return count;
      return count + await write.call(connection, bytes.subarray(end));
    },
  });
}
