/**
 * @wrong Writes to the log what a client has sent as its first line, as it came.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 38 · no client can forge a line of the log
 * @saying a control character in
 *
 * @module
 */

import { serveExchange as serveWell } from "../../../solutions/02_http/exchange.ts";

export async function serveExchange(
  ...[connection, handler, options]: Parameters<typeof serveWell>
): Promise<void> {
  let text = "";
  async function read(buffer: Uint8Array): Promise<number | null> {
    const count = await connection.read(buffer);
    text += new TextDecoder().decode(buffer.subarray(0, count ?? 0));
    return count;
  }
  const watched = new Proxy(connection, {
    get(target, name) {
      if (name === "read") return read;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await serveWell(watched, handler, { ...options, log() {} });
  options.log(`${text.split("\r\n")[0]}`);
}
