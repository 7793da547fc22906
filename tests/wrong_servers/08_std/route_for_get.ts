/**
 * @wrong Routes only GET to the guestbook.
 * @rejectedBy task 4 · an entry is stored, and is there after a restart
 * @saying status 405 instead of 303
 *
 * @module
 */

import { route } from "@std/http/unstable-route";
import type { Server } from "../../../solutions/02_http.ts";
import { toFetchHandler } from "../../../solutions/05_framework.ts";
import { guestbook } from "../../../solutions/07_database.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const book = toFetchHandler(guestbook(options.database!, options));
  const server = serveFetch(
    options,
    route([{
      pattern: new URLPattern({ pathname: "/" }),
      method: "GET",
      handler: (request, _, info) =>
        book(request, info as Deno.ServeHandlerInfo<Deno.NetAddr>),
    }], () => new Response("Method not allowed", { status: 405 })),
  );
  return server;
}
