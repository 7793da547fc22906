/**
 * Servers that say hello, by the name of the argument: the engine of stage 06,
 * the bridge of stage 05 on it, or `Deno.serve`; those with "headers" look at
 * every field of the request first. It prints its port.
 *
 * @module
 */

import { toHttpHandler } from "../solutions/05_framework.ts";
import { type HttpHandler, serveHttp } from "../engine/serve_http.ts";

const HELLO = "Hello, world!\n";
const HEADERS = { "Content-Type": "text/plain" };

/** Nobody is sent away while the measurement lasts. */
const PATIENT = { idleTimeoutMs: 3_600_000, maxConnections: 1_000_000 };

/** The servers, by the name that the argument gives. */
const SERVERS: Readonly<Record<string, () => number>> = {
  "serveHttp": () => startEngine(() => makeResponse()),
  "serveHttp headers": () =>
    startEngine(({ headers }) => makeResponse(measure(headers))),
  "bridge": () => startEngine(toHttpHandler(() => makeFetchResponse())),
  "Deno.serve": () => startDenoServe(() => makeFetchResponse()),
  "Deno.serve headers": () =>
    startDenoServe(({ headers }) => makeFetchResponse(measure(headers))),
};

const quiet = () => {};

function startEngine(handler: HttpHandler): number {
  return serveHttp({ port: 0, log: quiet, ...PATIENT }, handler).addr.port;
}

function startDenoServe(handler: (request: Request) => Response): number {
  const options = { hostname: "127.0.0.1", port: 0, onListen: quiet };
  return Deno.serve(options, handler).addr.port;
}

function makeResponse(body = HELLO) {
  return { status: 200, headers: HEADERS, body };
}

function makeFetchResponse(body = HELLO): Response {
  return new Response(body, { headers: HEADERS });
}

/** How long all values are together: nothing of them may go unread. */
function measure(headers: Headers): string {
  let length = 0;
  headers.forEach((value) => length += value.length);
  return `${length}\n`;
}

console.log(SERVERS[Deno.args[0]]());
