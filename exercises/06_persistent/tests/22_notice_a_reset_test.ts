import {
  expectThat,
  expectValue,
  get,
  Moment,
  pause,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { announce } from "./chunks.ts";
import { expectNext, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9293 section 3.5.2: a reset says that the client no longer " +
    "waits for its answer",
  try: "deno task lab 06 --handlers " +
    "--send 'GET /waits HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --reset",
});

const NO_READ =
  "no read is pending while the handler works, or its error does " +
  "not reach request.signal until the handler has returned: start a read as " +
  "soon as the body has been read, and abort the signal when it rejects";

/** Requests whose client resets, and why that may not be noticed. */
const REQUESTS:
  readonly (readonly [string, request: string, likely: string])[] = [
    ["a request without a body", get("/"), NO_READ],
    ["a body that has been read", post("/", "hello"), NO_READ],
    ["a long body that has been read", post("/", "a".repeat(200_000)), NO_READ],
    [
      "a body of which a part is missing",
      announce(5) + "hel",
      "the error of a read of the body reaches the handler, but not the signal",
    ],
  ];

Deno.test(
  test("request.signal aborts while the handler works", {}, async () => {
    for (const [name, request, likely] of REQUESTS) {
      await variant(name, async () => {
        using called = new Moment("the handler is called");
        using aborted = new Moment("request.signal aborts after a reset");
        await using server = await start(serveWith(async ({ body, signal }) => {
          signal.addEventListener("abort", aborted.happen);
          // As much of the body arrives as the server reads ahead.
          if (name.includes("long")) await pause(20);
          const reading = textOf(body).catch(() => "");
          if (!name.includes("missing")) await reading;
          called.happen();
          await aborted.promise;
          return { status: 200 };
        }));
        const connection = await server.connect({ canReset: true });
        await connection.send(request);
        await called.expect();
        await connection.reset();
        await aborted.expect({ likely });
        await server.closes(connection);
        await server.logged(" / HTTP/1.1");
        expectValue("the number of lines in the log", server.log.length, 1, {
          expected: "one line for the request, although it has no answer",
          likely: "the request is answered after the reset, or the reset is " +
            "logged like a defect",
        });
      });
    }
  }),
);

Deno.test(test("each request has a signal of its own", {}, async () => {
  using called = new Moment("the handler is called");
  using aborted = new Moment("the signal of the second request aborts");
  await using server = await start(serveWith(async ({ path, signal }) => {
    if (path === "/next") return { status: 200, body: "next" };
    signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    return { status: 200 };
  }));
  const connection = await server.connect({ canReset: true });
  await expectNext(connection, "next");
  await connection.send(get("/"));
  await called.expect();
  await connection.reset();
  await aborted.expect({
    likely: "what notices the reset was made for the first request, and has " +
      "ended with it: begin anew for each request",
  });
}));

/** What a stream does when more is wanted of it. */
const STREAMS: Readonly<
  Record<string, (controller: ReadableStreamDefaultController<Bytes>) => void>
> = {
  "a stream that has more": (controller) =>
    controller.enqueue(new Uint8Array(65_536)),
  "a stream that is silent": () => {},
};

Deno.test(
  test("a stream is cancelled when its client resets", {}, async () => {
    for (const [name, pull] of Object.entries(STREAMS)) {
      await variant(name, async () => {
        using cancelled = new Moment("the stream of the handler is cancelled");
        using aborted = new Moment("request.signal aborts");
        await using server = await start(serveWith(({ signal }) => {
          signal.addEventListener("abort", aborted.happen);
          const body = new ReadableStream<Bytes>({
            start: (controller) => controller.enqueue(new Uint8Array(5)),
            pull,
            cancel: cancelled.happen,
          });
          return { status: 200, body };
        }));
        const connection = await server.connect({ canReset: true });
        await connection.send(get("/"));
        await connection.more();
        await connection.reset();
        await cancelled.expect({
          likely: name.endsWith("silent")
            ? "the engine waits for the stream, which says nothing: only a " +
              "pending read notices the reset"
            : "the error of write() ends the answer, but the stream is not " +
              "cancelled: its file stays open",
        });
        await aborted.expect({
          likely: "the stream is cancelled, but the controller of " +
            "request.signal is not aborted",
        });
      });
    }
  }),
);

Deno.test(test("the signal of an answered request does not abort", {
  because:
    "the signal says that the client has gone, not that the answer has " +
    "been sent",
}, async () => {
  const signals: AbortSignal[] = [];
  await using server = await start(serveWith(({ signal }) => {
    signals.push(signal);
    return { status: 200, body: "next" };
  }));
  const connection = await server.connect();
  for (let count = 0; count < 3; count++) await expectNext(connection, "next");
  const hasAborted = signals.some(({ aborted }) => aborted);
  expectThat(!hasAborted, "request.signal has aborted", {
    expected: "it does not abort while the client is there",
    likely: "it is aborted at the end of every answer",
  });
}));
