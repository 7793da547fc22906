/**
 * @wrong Does not await its `write`.
 * @rejectedBy task 1 · the answer is sent before the connection is closed
 * @saying await each write() before you close
 * @varying whether the end of the connection or the error of write() comes first
 *
 * @module
 */

import {
  type ServeOptions,
  type Server,
  serveTcp,
} from "../../../solutions/01_tcp.ts";

export { serveTcp };

export function serve(options: ServeOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    const count = await connection.read(new Uint8Array(1024));
    if (count === null) return;
    connection.write(new TextEncoder().encode("Yes"));
  });
}
