/**
 * @wrong Logs the server's address instead of the client's.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 6 · every request has one line in the log
 * @saying this is the server's own address
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port, log = console.log } = options;
  const onListen = () => {};
  const server = Deno.serve(
    { hostname, port, onListen },
    async (request, info) => {
      const target = request.url.replace(/^http:..[^/]*/, "");
      const response = await handler(request, info);
      const who = `${hostname}:${server.addr.port}`;
      log(`${who} "${request.method} ${target}" ${response.status}`);
      return response;
    },
  );
  return server;
}
