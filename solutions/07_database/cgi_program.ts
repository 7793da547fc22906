/**
 * The other side of CGI: a handler as a program, which a server runs for one
 * request. RFC 3875.
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
  let response: HttpResponse;
  try {
    response = await handler(readRequest());
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    response = { status: error.status, headers, body: `${error.message}\n` };
  }
  const content = await new Response(response.body).bytes();
  const output = new Blob([encodeHead(response), content]);
  await output.stream().pipeTo(Deno.stdout.writable);
}

function readRequest(): HttpRequest {
  const path = encodeURI(
    metaVariable("SCRIPT_NAME") + metaVariable("PATH_INFO"),
  );
  const query = metaVariable("QUERY_STRING") || undefined;
  const contentLength = Number(metaVariable("CONTENT_LENGTH")) || undefined;
  const headers = new Headers();
  const contentType = metaVariable("CONTENT_TYPE");
  if (contentType !== "") headers.set("content-type", contentType);
  return {
    method: metaVariable("REQUEST_METHOD"),
    target: query === undefined ? path : `${path}?${query}`,
    path,
    query,
    version: "1.1",
    headers,
    contentLength,
    body: contentLength ? readBody(contentLength) : null,
    localAddr: addr("SERVER_NAME", Number(metaVariable("SERVER_PORT"))),
    remoteAddr: addr("REMOTE_ADDR", 0),
    // The server ends the program if the client has gone.
    signal: new AbortController().signal,
  };
}

/** The body has CONTENT_LENGTH bytes. An end of file need not follow: section 4.2. */
function readBody(length: number): ReadableStream<Bytes> {
  let left = length;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const buffer = new Uint8Array(Math.min(left, 16_384));
      const count = await Deno.stdin.read(buffer) ?? 0;
      left -= count;
      if (count > 0) controller.enqueue(buffer.subarray(0, count));
      if (count === 0 || left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}

/** The header section: section 6.2. */
function encodeHead({ status, headers = [] }: HttpResponse): string {
  const fields = Symbol.iterator in headers
    ? [...headers]
    : Object.entries(headers);
  let head = `Status: ${status}\n`;
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    // With a Status, a Location is a URI and not a path: section 6.2.4.
    const isPath = name.toLowerCase() === "location" && value.startsWith("/");
    head += `${name}: ${isPath ? origin() + value : value}\n`;
  }
  return `${head}\n`;
}

/** The origin of this server as the client names it. It does not use TLS. */
function origin(): string {
  const name = metaVariable("SERVER_NAME");
  const host = metaVariable("HTTP_HOST") ||
    `${name}:${metaVariable("SERVER_PORT")}`;
  return `http://${host}`;
}

function addr(variable: string, port: number): Deno.NetAddr {
  return { transport: "tcp", hostname: metaVariable(variable), port };
}

function metaVariable(name: string): string {
  return Deno.env.get(name) ?? "";
}
