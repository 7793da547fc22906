/**
 * @wrong Runs on the engine of stage 02 instead of Deno.serve.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 24 · Deno.serve accepts what stage 02 refuses
 * @saying no Host in HTTP/1.1: status 400 instead of 200
 *
 * @module
 */

import { serve } from "../../../solutions/05_framework.ts";
import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  return serve(
    options,
    (request, info) => handler(request, { ...info, completed: signalNothing }),
  );
}

const signalNothing = Promise.resolve();
