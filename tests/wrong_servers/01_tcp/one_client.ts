/**
 * @wrong Accepts a single client.
 * @rejectedBy task 2 · a second client is served after the first
 * @saying accept() is called once
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/01_tcp.ts";

export { serveTcp } from "../../../solutions/01_tcp.ts";

export function serve({ port = 8000 }: ServeOptions = {}): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });

  async function serveOne() {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(1024));
    await connection.write(new TextEncoder().encode("Yes"));
    connection.close();
  }

  const finished = serveOne();
  async function shutdown() {
    listener.close();
    await finished;
  }
  const addr = listener.addr as Deno.NetAddr;
  return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}
