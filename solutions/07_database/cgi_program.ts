/**
 * The other side of CGI: a handler as a program, which a server runs for one
 * request. RFC 3875.
 *
 * @module
 */

import type { Bytes, HttpHandler } from "../02_http/types.ts";
import { toFetchHandler } from "../05_framework/to_fetch_handler.ts";

/**
 * Finds the path at which clients reach this program.
 *
 * @returns SCRIPT_NAME, percent-encoded as in a URL.
 */
export function scriptPath(): string {
  return encodeURI(metaVariable("SCRIPT_NAME"));
}

/**
 * Answers the only request: reads it from the environment and stdin, and writes
 * the answer to stdout.
 *
 * @param handler Answers the request.
 */
export async function runCgiProgram(handler: HttpHandler): Promise<void> {
  const request = readRequest();
  const hostname = metaVariable("REMOTE_ADDR");
  const remoteAddr = { transport: "tcp", hostname, port: 0 } as const;
  const response = await toFetchHandler(handler)(request, { remoteAddr });
  const head = encodeHead(response, request.url);
  const output = new Blob([head, await response.bytes()]);
  await output.stream().pipeTo(Deno.stdout.writable);
}

/** The request for the script URI of section 3.3. */
function readRequest(): Request {
  const path = encodeURI(
    metaVariable("SCRIPT_NAME") + metaVariable("PATH_INFO"),
  );
  const method = metaVariable("REQUEST_METHOD");
  const headers = new Headers();
  const contentType = metaVariable("CONTENT_TYPE");
  if (contentType !== "") headers.set("Content-Type", contentType);
  const url = `${origin()}${path}?${metaVariable("QUERY_STRING")}`;
  return new Request(url, {
    method,
    headers,
    body: method === "POST" ? readBody() : null,
  });
}

/** The body has CONTENT_LENGTH bytes. An end of file need not follow: section 4.2. */
function readBody(): ReadableStream<Bytes> {
  let left = Number(metaVariable("CONTENT_LENGTH"));
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const buffer = new Uint8Array(Math.min(left, 16_384));
      const count = await Deno.stdin.read(buffer) ?? 0;
      if (count === 0) return controller.close();
      left -= count;
      controller.enqueue(buffer.subarray(0, count));
    },
  });
}

/** The header section: section 6.2. */
function encodeHead({ status, headers }: Response, url: string): string {
  let head = `Status: ${status}\n`;
  for (const [name, value] of headers) {
    // With a Status, a Location is a URI and not a path: section 6.2.4.
    const text = name === "location" ? new URL(value, url).href : value;
    head += `${name}: ${text}\n`;
  }
  return `${head}\n`;
}

/** The origin as the client names it: a proxy may have another port. */
function origin(): string {
  const name = metaVariable("SERVER_NAME");
  const host = metaVariable("HTTP_HOST") ||
    `${name}:${metaVariable("SERVER_PORT")}`;
  return `http://${host}`;
}

function metaVariable(name: string): string {
  return Deno.env.get(name) ?? "";
}
