import {
  expectBody,
  get,
  Moment,
  pause,
  start,
  suite,
  toBytes,
} from "../../../kit/mod.ts";
import {
  type Bytes,
  type HttpHandler,
  serveHttp,
  type ServeHttpOptions,
} from "../server.ts";
import { CLOSE } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.6: an end of file does not show whether the " +
    "client has half-closed or closed",
  try: "deno task lab 02 --handlers --time-limit 1000 " +
    "--send 'GET /waits HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --half-close",
});

const OPTIONS = { halfCloseTimeoutMs: 50 };

/** Starts a server with a handler, and with options of the test. */
function serving(handler: HttpHandler) {
  return (options: ServeHttpOptions) => serveHttp(options, handler);
}

Deno.test(
  test(
    "a handler that waits learns that its client has closed",
    {},
    async () => {
      using called = new Moment("the handler is called");
      using aborted = new Moment("request.signal aborts");
      await using server = await start(
        serving(async ({ signal }) => {
          signal.addEventListener("abort", aborted.happen);
          called.happen();
          await aborted.promise;
          return { status: 200 };
        }),
        OPTIONS,
      );
      const connection = await server.connect();
      await connection.send(get("/"));
      await called.expect();
      await connection.close();
      await aborted.expect({
        expected: "request.signal aborts 50 ms after the end of file",
        likely:
          "after the end of file, nothing limits how long the server waits",
      });
    },
  ),
);

Deno.test(
  test(
    "a silent stream is cancelled when its client has closed",
    {},
    async () => {
      using cancelled = new Moment("the stream is cancelled");
      await using server = await start(
        serving(() => ({
          status: 200,
          body: new ReadableStream<Bytes>({
            start: (controller) => controller.enqueue(toBytes("quiet").slice()),
            cancel: cancelled.happen,
          }),
        })),
        OPTIONS,
      );
      const connection = await server.connect();
      await connection.send(get("/", CLOSE));
      await connection.readUntil("\r\n\r\n");
      await connection.readUntil("quiet");
      await connection.close();
      await cancelled.expect({
        expected: "the stream is cancelled 50 ms after the end of file",
        likely:
          "a stream that sends nothing does not notice: the timer has to " +
          "cancel it",
      });
    },
  ),
);

Deno.test(test("a stream that comes too late is cancelled", {
  because: "a stream that is neither read nor cancelled keeps its file open",
}, async () => {
  using cancelled = new Moment("the stream is cancelled");
  await using server = await start(
    serving(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      // The server knows by now that it cannot send the answer.
      await pause(5);
      const body = new ReadableStream<Bytes>({ cancel: cancelled.happen });
      return { status: 200, body };
    }),
    OPTIONS,
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.close();
  await cancelled.expect({
    likely: "a response that comes after the signal has aborted is dropped, " +
      "and its stream is not cancelled",
  });
}));

Deno.test(
  test("each write gives a half-closed client its time again", {}, async () => {
    await using server = await start(
      serving(() => ({
        status: 200,
        headers: { "Content-Length": "6" },
        body: ReadableStream.from(async function* () {
          for (let count = 0; count < 6; count++) {
            await pause(50);
            yield new Uint8Array([97]);
          }
        }()),
      })),
      { halfCloseTimeoutMs: 200 },
    );
    const connection = await server.connect();
    await connection.send(get("/"));
    await connection.closeWrite();
    const response = await connection.readResponse({
      likely: {
        "end of file": "the time runs on although bytes are sent: start it " +
          "again after each write",
      },
    });
    expectBody(response, "aaaaaa");
  }),
);
