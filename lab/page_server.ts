/**
 * Serves the page: its files, the stream of events, and the actions that the page
 * asks for.
 *
 * @module
 */

import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type Server,
  staticFiles,
} from "../mod.ts";
import { eventStream } from "./event_stream.ts";
import { guardPage } from "./page_guard.ts";
import type { Recorder } from "./recorder.ts";

/** Does what the page asks for; its argument comes from the page. */
export type Action = (argument: unknown) => unknown;

/** Options of {@linkcode servePage}. */
export interface PageOptions {
  /** The port to listen on; 0 for any that is free. */
  port: number;
  /** The connections to show. */
  recorder: Recorder;
  /** The knowledge of the page from the start, as JSON. */
  describe(): unknown;
  /** The actions by name: "send" is `POST /send`. */
  actions: Readonly<Record<string, Action>>;
}

/** How long the JSON of a request may be, in bytes. */
const MAX_BODY = 8 << 20;

/**
 * Serves the page on 127.0.0.1.
 *
 * @param options Where, and what.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function servePage(options: PageOptions): Server {
  const files = staticFiles(new URL("page/", import.meta.url), {
    listing: false,
  });
  const handler: HttpHandler = (request) => {
    if (request.method === "POST") return act(request, options.actions);
    if (request.path === "/events") {
      return stream(eventStream(options.recorder));
    }
    if (request.path === "/about") return json(200, options.describe());
    return files(request);
  };
  return serveHttp({
    port: options.port,
    log() {},
    maxBodyBytes: MAX_BODY,
    shutdownGraceMs: 0,
  }, guardPage(handler));
}

async function act(
  request: HttpRequest,
  actions: Readonly<Record<string, Action>>,
): Promise<HttpResponse> {
  const name = request.path.slice(1);
  if (!Object.hasOwn(actions, name)) throw new HttpError(404, "No such action");
  const text = await new Response(request.body).text();
  try {
    const result = await actions[name](text === "" ? {} : JSON.parse(text));
    return json(200, result ?? {});
  } catch (error) {
    return json(400, { error: (error as Error).message });
  }
}

function json(status: number, value: unknown): HttpResponse {
  const headers = { "Content-Type": "application/json" };
  return { status, headers, body: JSON.stringify(value) };
}

function stream(body: HttpResponse["body"]): HttpResponse {
  return {
    status: 200,
    headers: { "Content-Type": "text/event-stream" },
    body,
  };
}
