/**
 * @wrong Logs the whole buffer, and not only the bytes that were read.
 * @rejectedBy task 3 · the line has the client's address and its message
 * @saying the whole buffer is decoded
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
    const { hostname, port } = connection.remoteAddr;
    const buffer = new Uint8Array(1024);
    if (await connection.read(buffer) === null) return;
    log(`${hostname}:${port} says ${new TextDecoder().decode(buffer)}`);
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
