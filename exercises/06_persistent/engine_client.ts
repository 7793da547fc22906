/**
 * What the tests of this stage share: handlers for the engine, requests with a
 * body, and what the last answer of a connection says. It is given: there is
 * nothing to write here.
 *
 * @module
 */

import {
  type Connection,
  expectBody,
  expectField,
  get,
  httpRequest,
  pause,
  type RawResponse,
  type RunningServer,
  toBytes,
  withHandler,
} from "../../kit/mod.ts";
import {
  type Bytes,
  type HttpHandler,
  serveHttp,
  type ServeHttpOptions,
} from "./server.ts";

/** What starts a server. */
export type Serve = (options: ServeHttpOptions) => RunningServer;

/**
 * Gives the engine a handler of the test's own.
 *
 * @param handler Answers the requests.
 * @returns What starts the server.
 */
export function serveWith(handler: HttpHandler): Serve {
  return withHandler(serveHttp, handler);
}

/** Serves a handler that reads all of a body, and says how long it was. */
export const serveCounting: Serve = serveWith(async ({ body }) => {
  const { byteLength } = await new Response(body).arrayBuffer();
  return { status: 200, body: `${byteLength}` };
});

/**
 * A handler that answers with what was asked, and remembers it.
 *
 * @param calls Takes method and path of every request.
 * @returns The handler.
 */
export function recordIn(calls: string[]): HttpHandler {
  return ({ method, path }) => {
    calls.push(`${method} ${path}`);
    return { status: 200, body: `${method} ${path}` };
  };
}

/**
 * A stream that takes its time.
 *
 * @param chunks Its chunks, one by one; what is an error breaks it off.
 * @returns The stream.
 */
export function slowStreamOf(
  ...chunks: (string | Error)[]
): ReadableStream<Bytes> {
  return ReadableStream.from(async function* () {
    for (const chunk of chunks) {
      // Long enough for the chunk before to be on its way.
      await pause(1);
      if (chunk instanceof Error) throw chunk;
      yield toBytes(chunk).slice();
    }
  }());
}

/**
 * Expects an answer that is the last, and says so.
 *
 * @param response What was received.
 * @param likely The usual cause, where the test means another.
 */
export function expectClose(response: RawResponse, likely?: string): void {
  expectField(response, "Connection", /\bclose\b/i, {
    expected: "the last answer says so: Connection: close",
    likely,
  });
}

/**
 * Sends a request, and expects that the connection is still good for it.
 *
 * @param connection The connection.
 * @param body What the handler answers to it.
 */
export async function expectNext(
  connection: Connection,
  body = "GET /next",
): Promise<void> {
  await connection.send(get("/next"));
  expectBody(await connection.readResponse(), body, {
    expected: "the answer to the next request on the same connection",
  });
}

/**
 * The header section of a POST whose body is still to come.
 *
 * @param bytes How long the body will be.
 * @returns The beginning of the request.
 */
export function announce(bytes: number): string {
  const length = `Content-Length: ${bytes}`;
  return httpRequest(["POST / HTTP/1.1", "Host: localhost", length]);
}

/**
 * A POST whose body comes in chunks.
 *
 * @param chunks All that follows the header section, be it in order or not.
 * @param fieldLines More field lines.
 * @returns The request.
 */
export function postChunks(chunks: string, ...fieldLines: string[]): string {
  const coding = "Transfer-Encoding: chunked";
  const lines = ["POST / HTTP/1.1", "Host: localhost", coding, ...fieldLines];
  return httpRequest(lines, chunks);
}

/**
 * A POST in chunks of certain sizes.
 *
 * @param sizes How long each is, in bytes.
 * @param extension What stands behind each size.
 * @param trailers What stands behind the last chunk, each line with its CR LF.
 * @returns The request.
 */
export function chunksOf(
  sizes: readonly number[],
  extension = "",
  trailers = "",
): string {
  const chunks = sizes.map((size) =>
    `${size.toString(16)}${extension}\r\n${"a".repeat(size)}\r\n`
  );
  return postChunks(`${chunks.join("")}0\r\n${trailers}\r\n`);
}
