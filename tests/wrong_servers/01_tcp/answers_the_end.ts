/**
 * @wrong Answers a client that ends without a message.
 * @rejectedBy task 2 · a client that only half-closes gets an end of file
 * @saying read() returns null at the end of file
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
    await connection.read(new Uint8Array(1024));
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
