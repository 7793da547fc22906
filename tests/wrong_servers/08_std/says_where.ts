/**
 * @wrong Prints where it listens, besides the program's own line.
 * @rejectedBy task 7 · the program prints its URL and its log, no more
 * @saying Listening on http://127.0.0.1
 *
 * @module
 */

import { runProgram } from "../../../solutions/01_tcp/program.ts";
import type { Server } from "../../../solutions/02_http.ts";
import { toFetchHandler } from "../../../solutions/05_framework.ts";
import { guestbook } from "../../../solutions/07_database.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";

export { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export function serve(options: ServeStdOptions): Server {
  const { hostname = "127.0.0.1", port, log = console.log } = options;
  const book = toFetchHandler(guestbook(options.database!));
  function onListen({ port }: Deno.NetAddr) {
    console.log(`Listening on http://${hostname}:${port}/`);
  }
  return Deno.serve({ hostname, port, onListen }, async (request, info) => {
    const response = await book(request, info);
    log(`127.0.0.1: "${request.method} ${request.url}" ${response.status}`);
    return response;
  });
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
