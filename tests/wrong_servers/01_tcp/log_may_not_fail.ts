/**
 * @wrong Calls the log of the caller without a guard.
 * @rejectedBy task 16 · a client is answered although log() throws
 * @saying the connection ended without an answer
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
  const { log = console.log } = options;
  return serveTcp(options, async (connection) => {
    if (await connection.read(new Uint8Array(1024)) === null) return;
    log("a client");
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
