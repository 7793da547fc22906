/**
 * @wrong Writes the message of a client to the log without escaping it.
 * @rejectedBy task 15 · a client's message cannot forge a line of the log
 * @saying the text is logged as it came
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
    const buffer = new Uint8Array(1024);
    const count = await connection.read(buffer);
    if (count === null) return;
    log(new TextDecoder().decode(buffer.subarray(0, count)));
    await connection.write(new TextEncoder().encode("Yes"));
  });
}
