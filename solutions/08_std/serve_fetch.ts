/**
 * `Deno.serve` as a `Server` of this course: it has a log, and its clients cannot
 * keep it from stopping in time.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { tolerantLog } from "../01_tcp/log.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";
import type { ServeOptions, Server } from "../02_http.ts";

/** What Deno puts before the target in a URL. */
const ORIGIN = /^http:\/\/[^/?#]*/;

/**
 * Listens, and answers every request with a `Response`. Each request has one
 * line in the log, with the status of its answer. An error that a handler throws
 * is answered 500, and logged.
 *
 * @param options Where to listen, and where to log.
 * @param handler Answers a request.
 * @returns The running server. Its `shutdown()` cuts every connection, and then
 * waits for the handlers: a handler that waits should listen to
 * `request.signal`.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveFetch } from "./serve_fetch.ts";
 *
 * await using server = serveFetch({ port: 0, log() {} }, () => {
 *   return new Response("Hello");
 * });
 * const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
 * assertEquals(await response.text(), "Hello");
 * ```
 */
export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port = 8000 } = options;
  const log = tolerantLog(options.log);
  const running = new Set<Promise<Response>>();
  const end = new AbortController();

  async function answer(
    request: Request,
    info: Deno.ServeHandlerInfo<Deno.NetAddr>,
  ): Promise<Response> {
    const target = request.url.replace(ORIGIN, "");
    const line = `${formatAddr(info.remoteAddr)} ${
      quoteForLog(`${request.method} ${target}`)
    }`;
    try {
      const response = await handler(request, info);
      log(`${line} ${response.status}`);
      return response;
    } catch (error) {
      log(`${line} 500 failed: ${quoteForLog(`${error}`)}`);
      return new Response("Internal server error\n", { status: 500 });
    }
  }

  const server = Deno.serve({
    hostname,
    port,
    signal: end.signal,
    onListen() {},
  }, (request, info) => {
    const answering = answer(request, info);
    running.add(answering);
    return answering.finally(() => running.delete(answering));
  });
  const finished = server.finished.then(() => Promise.all(running))
    .then(() => {});

  // HttpServer.shutdown() would wait for a client that does not read.
  function shutdown(): Promise<void> {
    end.abort();
    return finished;
  }

  const { addr } = server;
  return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}
