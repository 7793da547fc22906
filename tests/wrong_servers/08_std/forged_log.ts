/**
 * @wrong Decodes the target for the log: %0A begins another line.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 6 · every request has one line in the log
 * @saying no line of the log contains "/x%22%20200%0A10.0.0.1"
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";
import { serveFetch as original } from "../../../solutions/08_std/serve_fetch.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { log = console.log } = options;
  return original({
    ...options,
    log: (line) => log(decodeURIComponent(line)),
  }, handler);
}
