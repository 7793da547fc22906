/**
 * @wrong Takes HEAD for GET, and sends the body.
 * @rejectedBy task 2 · answers to HEAD, and 204 and 304, have no body
 * @saying HEAD /: the response is malformed: no status-line
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
  return withConnections(readGet, () => serveWell(options, handler));
}

function readGet(connection: Deno.TcpConn): Deno.TcpConn {
  const { read } = connection;
  return Object.assign(connection, {
    async read(buffer: Uint8Array<ArrayBuffer>) {
      const count = await read.call(connection, buffer);
      if (count === null) return null;
      const text = new TextDecoder().decode(buffer.subarray(0, count));
      const heard = text.replace(/^HEAD /, "GET ");
      return new TextEncoder().encodeInto(heard, buffer).written;
    },
  });
}
