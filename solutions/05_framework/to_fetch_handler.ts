/**
 * The bridge in the other direction: a handler of this course becomes one that runs on
 * `Deno.serve`.
 *
 * @module
 */

import {
  type Bytes,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import type { FetchInfo } from "./types.ts";

/** The statuses with which a `Response` cannot have a body. */
const NULL_BODY_STATUS: ReadonlySet<number> = new Set([204, 205, 304]);

/** Scheme and authority, which precede the target in a URL. */
const ORIGIN = /^[^:]+:\/\/[^/?#]*/;

/**
 * Makes a handler for `Deno.serve`. An {@linkcode HttpError} that it throws is
 * answered, as the engine would; anything else is thrown on.
 *
 * @param handler Answers the requests of the engine.
 * @returns A handler for requests of the web platform. These do not say at which
 * address a connection has arrived, so `localAddr` is that of the URL.
 *
 * @example Files on Deno.serve
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { staticFiles } from "../03_static.ts";
 * import { toFetchHandler } from "./to_fetch_handler.ts";
 *
 * const root = new URL("../../fixtures/www/", import.meta.url);
 * const files = toFetchHandler(staticFiles(root));
 * await using server = Deno.serve({ port: 0, onListen() {} }, files);
 *
 * const url = `http://localhost:${server.addr.port}/test.jpg`;
 * const response = await fetch(url);
 * assertEquals(response.headers.get("Content-Type"), "image/jpeg");
 * await response.body?.cancel();
 * ```
 */
export function toFetchHandler(
  handler: HttpHandler,
): (request: Request, info: FetchInfo) => Promise<Response> {
  return async (request, info) => {
    try {
      return toResponse(await handler(fromRequest(request, info)));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return new Response(`${error.message}\n`, { status: error.status });
    }
  };
}

/** The request, as the engine would have read it. */
function fromRequest(request: Request, { remoteAddr }: FetchInfo): HttpRequest {
  const { method, headers, body, signal } = request;
  const url = URL.parse(request.url);
  if (url === null) throw new HttpError(400, "Cannot parse the URL");
  // Cut from the text: a parsed URL does not tell "/a" from "/a?".
  const rest = request.url.replace(ORIGIN, "").replace(/#.*/s, "");
  // "http://host?query" has no path, but origin-form does: RFC 9112 section 3.2.1.
  const target = rest.startsWith("/") ? rest : `/${rest}`;
  const [, path, query] = /^([^?]*)(?:\?(.*))?$/s.exec(target)!;
  const length = headers.get("Content-Length");
  return {
    method,
    target,
    path,
    query,
    version: "1.1",
    headers,
    contentLength: length === null ? undefined : Number(length),
    body,
    localAddr: {
      transport: "tcp",
      hostname: url.hostname.replace(/[[\]]/g, ""),
      port: Number(url.port) || 80,
    },
    remoteAddr,
    signal,
  };
}

function toResponse(response: HttpResponse): Response {
  const { status, headers = [], body = null } = response;
  const fields = new Headers();
  const entries = Symbol.iterator in headers
    ? headers
    : Object.entries(headers);
  for (const [name, value] of entries) {
    if (value !== undefined) fields.append(name, value);
  }
  const hasBody = !NULL_BODY_STATUS.has(status);
  if (!hasBody && body instanceof ReadableStream) body.cancel().catch(() => {});
  return new Response(hasBody ? encodeBody(body) : null, {
    status,
    headers: fields,
  });
}

/** Text becomes bytes, since `new Response(text)` would add a Content-Type. */
function encodeBody(
  body: NonNullable<HttpResponse["body"]> | null,
): Bytes | ReadableStream<Bytes> | null {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}
