/**
 * Servers with a handler of the test's own.
 *
 * @module
 */

import {
  type Moment,
  type RunningServer,
  type StartOptions,
  withHandler,
} from "../../../kit/mod.ts";
import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
} from "../server.ts";

/** Asks for the end of the connection, also from an engine that keeps it open. */
export const CLOSE = "Connection: close";

/** What `start` starts. */
export type Starter = (options: StartOptions) => RunningServer;

/** A response, or what makes one: a stream can be sent only once. */
export type Answer = HttpResponse | (() => HttpResponse);

/**
 * Starts `serveHttp` with a handler.
 *
 * @param handler Answers the requests.
 * @returns What `start` starts.
 */
export function serveWith(handler: HttpHandler): Starter {
  return withHandler(serveHttp, handler);
}

/**
 * Starts a server whose handler waits until its signal aborts.
 *
 * @param called Happens when the handler is called.
 * @param aborted Happens when the signal aborts.
 * @returns What `start` starts.
 */
export function serveUntilAborted(called: Moment, aborted: Moment): Starter {
  return serveWith(async ({ signal }) => {
    signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    return { status: 200 };
  });
}

/**
 * Starts a server that answers each path as a table says.
 *
 * @param table The answers, by path without its slash.
 * @returns What `start` starts.
 */
export function serveTable(table: Record<string, Answer>): Starter {
  return serveWith(({ path }) => {
    const answer = table[path.slice(1)];
    return typeof answer === "function" ? answer() : answer;
  });
}

/**
 * Reads the body of a request.
 *
 * @param body The body.
 * @returns The text; `null` for a request without a body.
 */
export async function textOf(
  body: HttpRequest["body"],
): Promise<string | null> {
  return body && await new Response(body).text();
}
