/**
 * A server that says hello: the engine of stage 06, or `Deno.serve`, as the
 * argument says. It prints its port.
 *
 * @module
 */

import { serveHttp } from "../solutions/06_persistent.ts";

const HELLO = "Hello, world!\n";
const HEADERS = { "Content-Type": "text/plain" };

/** Nobody is sent away while the measurement lasts. */
const PATIENT = { idleTimeoutMs: 3_600_000, maxConnections: 1_000_000 };

const quiet = () => {};

function startEngine(): number {
  const options = { port: 0, log: quiet, ...PATIENT };
  const response = { status: 200, headers: HEADERS, body: HELLO };
  return serveHttp(options, () => response).addr.port;
}

function startDenoServe(): number {
  const options = { hostname: "127.0.0.1", port: 0, onListen: quiet };
  const init = { headers: HEADERS };
  return Deno.serve(options, () => new Response(HELLO, init)).addr.port;
}

const isEngine = Deno.args[0] === "serveHttp";
console.log(isEngine ? startEngine() : startDenoServe());
