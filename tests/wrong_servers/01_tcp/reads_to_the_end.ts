/**
 * @wrong Reads until the client ends its direction.
 * @rejectedBy task 1 · a client that says something reads Yes
 * @saying waits in read()
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
    const buffer = new Uint8Array(1024);
    while (await connection.read(buffer) !== null);
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
