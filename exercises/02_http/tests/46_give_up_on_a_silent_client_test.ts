import {
  expectBody,
  get,
  Moment,
  pause,
  post,
  splitAt,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import {
  type Bytes,
  type HttpHandler,
  readRequest,
  serveHttp,
  type ServeHttpOptions,
  writeResponse,
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

/** A handler whose client closes the connection. */
interface Row {
  /** The event that must follow. */
  readonly event: string;
  readonly request?: string;
  /** The texts that the client waits for before it closes. */
  readonly received?: readonly string[];
  readonly handler: (happen: () => void) => HttpHandler;
  readonly expected?: string;
  readonly likely: string;
  readonly because?: string;
}

const ROWS: Readonly<Record<string, Row>> = {
  "a handler that waits": {
    event: "request.signal aborts",
    handler: (happen) => async ({ signal }) => {
      await abortOf(signal);
      happen();
      return { status: 200 };
    },
    expected: "request.signal aborts 50 ms after the end of file",
    likely: "after the end of file, nothing limits how long the server waits",
  },
  "a silent stream": {
    event: "the stream is cancelled",
    request: get("/", CLOSE),
    received: ["\r\n\r\n", "quiet"],
    handler: (happen) => () => ({ status: 200, body: quiet(happen) }),
    expected: "the stream is cancelled 50 ms after the end of file",
    likely: "a stream that sends nothing does not notice: the timer has to " +
      "cancel it",
  },
  "a stream that comes too late": {
    event: "the stream is cancelled",
    handler: (cancel) => async ({ signal }) => {
      await abortOf(signal);
      // The server knows by now that it cannot send the answer.
      await pause(5);
      return { status: 200, body: new ReadableStream<Bytes>({ cancel }) };
    },
    likely: "a response that comes after the signal has aborted is dropped, " +
      "and its stream is not cancelled",
    because: "a stream that is neither read nor cancelled keeps its file open",
  },
};

Deno.test(
  test("a handler learns that its client has closed", {}, async () => {
    for (const [name, row] of Object.entries(ROWS)) {
      await variant(name, async () => {
        using called = new Moment("the handler is called");
        using happened = new Moment(row.event);
        const handler = row.handler(happened.happen);
        await using server = await start(
          serving((request) => {
            called.happen();
            return handler(request);
          }),
          OPTIONS,
        );
        const connection = await server.connect();
        await connection.send(row.request ?? get("/"));
        await called.expect();
        for (const text of row.received ?? []) await connection.readUntil(text);
        await connection.close();
        const { expected, likely } = row;
        await happened.expect({ expected, likely });
      }, { because: row.because });
    }
  }),
);

/** Waits until a signal aborts. */
function abortOf(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => signal.addEventListener("abort", resolve));
}

/** A stream that sends one chunk, then nothing more. */
function quiet(onCancel: () => void): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(toBytes("quiet").slice()),
    cancel: onCancel,
  });
}

Deno.test(test("the time begins again after each write", {}, async () => {
  await variant("a write, then silence", async () => {
    using cancelled = new Moment("the stream is cancelled");
    await using server = await start(
      serving(async () => {
        // Long enough for the end of file to be noticed.
        await pause(20);
        return { status: 200, body: quiet(cancelled.happen) };
      }),
      OPTIONS,
    );
    const connection = await server.connect();
    await connection.send(get("/", CLOSE));
    await connection.closeWrite();
    await cancelled.expect({
      expected: "the stream is cancelled 50 ms after the last write",
      likely: "a write stops the time, and does not start it again",
    });
  });
  await variant("a write every 50 ms", async () => {
    const headers = { "Content-Length": "6" };
    await using server = await start(
      serving(() => ({ status: 200, headers, body: letters() })),
      { halfCloseTimeoutMs: 200 },
    );
    const connection = await server.connect();
    await connection.send(get("/"));
    await connection.closeWrite();
    const likely = "the time runs on although bytes are sent: start it again " +
      "after each write";
    const response = await connection.readResponse({
      likely: { "end of file": likely },
    });
    expectBody(response, "aaaaaa");
  });
}));

/** A stream of six letters, which take 300 ms. */
function letters(): ReadableStream<Bytes> {
  return ReadableStream.from(async function* () {
    for (let count = 0; count < 6; count++) {
      await pause(50);
      yield new Uint8Array([97]);
    }
  }());
}

Deno.test(test("a client that goes on sending has not gone", {
  because: "the time begins with the end of file",
}, async () => {
  using called = new Moment("the handler is called");
  await using server = await start(
    serving(async ({ signal }) => {
      called.happen();
      await pause(100);
      return { status: 200, body: `aborted: ${signal.aborted}` };
    }),
    OPTIONS,
  );
  const connection = await server.connect();
  const [beginning, rest] = splitAt(post("/", "firstname=Ada"), -3);
  await connection.send(beginning);
  await called.expect();
  await connection.send(rest);
  const likely = "the time begins with the last byte that has arrived";
  const response = await connection.readResponse({
    likely: { "end of file": likely },
  });
  expectBody(response, "aborted: false", { likely });
}));

Deno.test(test("writeResponse cancels a stream when the signal aborts", {
  because: "it can be used without serveHttp",
}, async () => {
  using cancelled = new Moment("the stream is cancelled");
  const stop = new AbortController();
  await using server = await start((options) =>
    serveTcp(options, async (connection) => {
      const request = await readRequest(connection, { signal: stop.signal });
      const response = { status: 200, body: quiet(cancelled.happen) };
      await writeResponse(connection, response, request).catch(() => {});
    })
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("quiet");
  stop.abort();
  await cancelled.expect({
    likely: "writeResponse does not look at request.signal",
  });
}));
