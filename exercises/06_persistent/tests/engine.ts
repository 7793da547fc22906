/**
 * Helpers of the tests of this stage: handlers for the engine, streams, and
 * expectations for the time after an answer.
 *
 * @module
 */

import {
  type Connection,
  expectBody,
  expectField,
  expectValue,
  get,
  type LikelyCauses,
  pause,
  type RawResponse,
  type RunningServer,
  toBytes,
  withHandler,
} from "../../../kit/mod.ts";
import {
  type Bytes,
  type HttpHandler,
  type HttpRequest,
  serveHttp,
  type ServeHttpOptions,
} from "../server.ts";

/** Starts a server. */
export type Serve = (options: ServeHttpOptions) => RunningServer;

/** Why a connection may have ended after an answer that was not the last. */
const CLOSED = "the connection is closed after this answer: read the next " +
  "request in a loop, and close only after an answer with Connection: close";

/**
 * Gives the engine a handler of the test's own.
 *
 * @param handler Answers the requests.
 * @returns Starts the server.
 */
export function serveWith(handler: HttpHandler): Serve {
  return withHandler(serveHttp, handler);
}

/** Serves a handler that answers 200 without a body. */
export const serveEmpty: Serve = serveWith(() => ({ status: 200 }));

/** Serves a handler that reads the whole body, and answers with its length. */
export const serveCounting: Serve = serveWith(async ({ body }) => {
  const { byteLength } = await new Response(body).arrayBuffer();
  return { status: 200, body: `${byteLength}` };
});

/**
 * A handler that answers with method and path, and records both.
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
 * A handler that answers with the body of the request, and records method and
 * path.
 *
 * @param calls Takes method and path of every request.
 * @returns The handler.
 */
export function echoIn(calls: string[]): HttpHandler {
  return async ({ method, path, body }) => {
    calls.push(`${method} ${path}`);
    return { status: 200, body: await textOf(body) };
  };
}

/**
 * Reads a body as text.
 *
 * @param body The body of a request.
 * @returns The text; empty without a body.
 */
export async function textOf(body: HttpRequest["body"]): Promise<string> {
  return await new Response(body).text();
}

/**
 * A stream that takes its time.
 *
 * @param chunks Its chunks, one after another; an error breaks it off.
 * @returns The stream.
 */
export function slowStreamOf(
  ...chunks: (string | Error)[]
): ReadableStream<Bytes> {
  return ReadableStream.from(async function* () {
    for (const chunk of chunks) {
      // Long enough for the last chunk to be on its way.
      await pause(1);
      if (chunk instanceof Error) throw chunk;
      yield toBytes(chunk).slice();
    }
  }());
}

/**
 * A stream that sends its first bytes and is silent then.
 *
 * @param onCancel Called when the engine cancels it.
 * @returns The stream.
 */
export function silentStream(
  onCancel: () => void | Promise<void>,
): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(toBytes("first").slice()),
    cancel: onCancel,
  });
}

/**
 * Expects an answer that says that it is the last.
 *
 * @param response What was received.
 * @param likely The likely cause if it does not.
 */
export function expectClose(response: RawResponse, likely?: string): void {
  expectField(response, "Connection", /\bclose\b/i, {
    expected: "the last answer of a connection says Connection: close",
    likely,
  });
}

/**
 * Expects an answer that is the last: it says so, nothing follows it, and no
 * later request was handled.
 *
 * @param response What was received.
 * @param calls The requests that were handled, and those that should be.
 * @param likely The likely cause if a later request was handled.
 */
export async function expectLast(
  response: RawResponse,
  connection: Connection,
  calls: { readonly found: readonly string[]; expected: readonly string[] },
  likely = "the loop goes on after an answer that should be the last",
): Promise<void> {
  expectClose(
    response,
    "whether the connection goes on is decided without this case",
  );
  await connection.expectEnd({
    expected: "the connection ends after this answer",
    likely: anotherAnswer(
      connection,
      likely,
      "the answer says Connection: close, but the connection is not closed",
    ),
  });
  const { found, expected } = calls;
  expectValue("the list of handled requests", found, expected, { likely });
}

/**
 * Sends a request, and expects that the connection still serves it.
 *
 * @param connection The connection.
 * @param body What the handler answers to `GET /next`.
 * @param likely The likely causes, by symptom.
 */
export async function expectNext(
  connection: Connection,
  body = "GET /next",
  likely: LikelyCauses = {},
): Promise<void> {
  const expected = "the next request on the same connection is answered";
  const causes = { "end of file": CLOSED, ...likely };
  await connection.send(get("/next"), { expected, likely: { unread: CLOSED } });
  const response = await connection.readResponse({ likely: causes });
  expectBody(response, body, { expected });
}

/**
 * The likely causes of a silence: it means something else if bytes have arrived
 * before it.
 *
 * @param connection The connection, before the read.
 * @param afterBytes The cause if bytes have arrived.
 * @param causes The causes of other symptoms, and of a silence without bytes.
 * @returns The likely causes for the read.
 */
export function silentAfterBytes(
  connection: Connection,
  afterBytes: string,
  causes: LikelyCauses = {},
): LikelyCauses {
  const { consumed, transcript } = connection;
  function cause(): string | undefined {
    const hasReceived = transcript.total("received") > consumed;
    return hasReceived ? afterBytes : causes.silence;
  }
  return {
    ...causes,
    get silence() {
      return cause();
    },
    get "no end"() {
      return cause();
    },
  };
}

/**
 * The likely causes if an answer follows one that should be the last.
 *
 * @param connection The connection, after the last answer.
 * @param cause Why another answer follows.
 * @param silence Why the connection stays open without one.
 * @returns The likely causes for the read.
 */
export function anotherAnswer(
  connection: Connection,
  cause: string,
  silence?: string,
): LikelyCauses {
  return silentAfterBytes(connection, cause, { excess: cause, silence });
}
