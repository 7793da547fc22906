/**
 * @wrong Keeps every response as long as it runs.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 22 · no Response is kept after its answer
 * @saying all 10 responses are still in memory
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";
import { serveFetch as original } from "../../../solutions/08_std/serve_fetch.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const answers: Response[] = [];
  const server = original(options, async (request, info) => {
    const response = await handler(request, info);
    answers.push(response);
    return response;
  });
  return Object.assign(server, { answers });
}
