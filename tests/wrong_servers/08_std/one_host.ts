/**
 * @wrong Routes the guestbook for one host only.
 * @rejectedBy task 3 · the guestbook answers under every Host
 * @saying the page has no form with a field firstname
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
  return serveFetch(
    options,
    route([{
      pattern: new URLPattern("/", "http://localhost"),
      handler: (request, _, info) =>
        book(request, info as Deno.ServeHandlerInfo<Deno.NetAddr>),
    }], () => new Response("A list of the root")),
  );
}
