/**
 * Servers that say hello, chosen by the name in the first argument: the fast
 * engine, the plain one of stage 06, `Deno.serve`, and both engines with their
 * bridges to `Request` and `Response`. Those with "headers" read every field of
 * the request first. It prints its port.
 *
 * @module
 */

import { toHttpHandler as toFastHandler } from "../engine/bridge/to_http_handler.ts";
import { type HttpHandler, serveHttp as fast } from "../engine/serve_http.ts";
import { toHttpHandler } from "../solutions/05_framework.ts";
import { serveHttp as plain } from "../solutions/06_persistent.ts";

const HELLO = "Hello, world!\n";
const HEADERS = { "Content-Type": "text/plain" };

/** No client is refused or closed while the measurement lasts. */
const PATIENT = { idleTimeoutMs: 3_600_000, maxConnections: 1_000_000 };

/** The servers, by their names. */
const SERVERS: Readonly<Record<string, () => number>> = {
  "engine": () => start(fast, sayHello),
  "engine headers": () => start(fast, measureHeaders),
  "engine bridge": () => start(fast, toFastHandler(sayHelloWithResponse)),
  "plain": () => start(plain, sayHello),
  "plain headers": () => start(plain, measureHeaders),
  "plain bridge": () => start(plain, toHttpHandler(sayHelloWithResponse)),
  "Deno.serve": () => startDeno(sayHelloWithResponse),
  "Deno.serve headers": () =>
    startDeno(({ headers }) =>
      new Response(measure(headers), { headers: HEADERS })
    ),
};

const quiet = () => {};

function start(serveHttp: typeof fast, handler: HttpHandler): number {
  return serveHttp({ port: 0, log: quiet, ...PATIENT }, handler).addr.port;
}

function startDeno(handler: (request: Request) => Response): number {
  const options = { hostname: "127.0.0.1", port: 0, onListen: quiet };
  return Deno.serve(options, handler).addr.port;
}

const sayHello: HttpHandler = () => ({
  status: 200,
  headers: HEADERS,
  body: HELLO,
});

const measureHeaders: HttpHandler = ({ headers }) => ({
  status: 200,
  headers: HEADERS,
  body: measure(headers),
});

function sayHelloWithResponse(): Response {
  return new Response(HELLO, { headers: HEADERS });
}

/** Adds up the lengths of all values, so that every value is read. */
function measure(headers: Headers): string {
  let length = 0;
  headers.forEach((value) => length += value.length);
  return `${length}\n`;
}

console.log(SERVERS[Deno.args[0]]());
