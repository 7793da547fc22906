/**
 * @wrong Listens on all addresses of the machine.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 1 · it listens on 127.0.0.1, and not after shutdown()
 * @saying "0.0.0.0"
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";
import { serveFetch as original } from "../../../solutions/08_std/serve_fetch.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  return original({ hostname: "0.0.0.0", ...options }, handler);
}
