/**
 * @wrong Takes the end of file for a client that has gone.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 22 · a client that has half-closed gets its answer
 * @saying the end of file is taken for a client that has gone
 *
 * @module
 */

import { serveExchange as serveWell } from "../../../solutions/02_http/exchange.ts";

export function serveExchange(
  ...[connection, handler, options]: Parameters<typeof serveWell>
): Promise<void> {
  async function read(buffer: Uint8Array): Promise<number | null> {
    const count = await connection.read(buffer);
    if (count === null) {
      options.departure.abort(new Deno.errors.ConnectionReset("gone"));
    }
    return count;
  }
  const watched = new Proxy(connection, {
    get(target, name) {
      if (name === "read") return read;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return serveWell(watched, handler, options);
}
