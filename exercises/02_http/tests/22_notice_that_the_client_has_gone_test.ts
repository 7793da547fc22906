import {
  allVariants,
  expectBody,
  expectStatus,
  expectThat,
  get,
  Moment,
  pause,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveUntilAborted, serveWith, textOf } from "./handlers.ts";

const test = suite(import.meta.url);

const REQUESTS = {
  "a GET": get("/"),
  "a POST whose body is read": post("/", "firstname=Ada"),
};

/** A body that is longer than what a server reads ahead. */
const LONG = post("/", "a".repeat(300_000));

Deno.test(test("a reset aborts the signal of the request", {
  because: "RFC 9293 section 3.5.2: after a reset, the client reads no answer",
  try: "deno task lab 02 --handlers " +
    "--send 'GET /waits HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --reset",
}, async () => {
  const requests = { ...REQUESTS, "a POST whose long body is read late": LONG };
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      using called = new Moment("the handler is called");
      using aborted = new Moment("request.signal aborts");
      await using server = await start(serveWith(async ({ body, signal }) => {
        // Long enough for the server to have read ahead.
        if (request === LONG) await pause(20);
        await textOf(body);
        signal.addEventListener("abort", aborted.happen);
        if (signal.aborted) aborted.happen();
        called.happen();
        await aborted.promise;
        return { status: 200 };
      }));
      const connection = await server.connect({ canReset: true });
      await connection.send(request);
      await called.expect();
      await connection.reset();
      await aborted.expect({
        likely: "no read() is pending while the handler works, or its error " +
          "does not reach request.signal: keep one read() pending once the " +
          "body is in, and abort the signal when it rejects",
      });
    });
  }
}));

Deno.test(test("a reset concerns no other client", {
  because: "each connection ends on its own",
}, async () => {
  using stays = new Moment("the handler of the first client is called");
  using leaves = new Moment("the handler of the second client is called");
  using aborted = new Moment("request.signal aborts");
  await using server = await start(serveWith(async ({ path, signal }) => {
    if (path === "/leave") signal.addEventListener("abort", aborted.happen);
    (path === "/leave" ? leaves : stays).happen();
    await aborted.promise;
    return { status: 200, body: `aborted: ${signal.aborted}` };
  }));
  const staying = await server.connect();
  await staying.send(get("/stay"));
  await stays.expect();
  const leaving = await server.connect({ canReset: true });
  await leaving.send(get("/leave"));
  await leaves.expect();
  await leaving.reset();
  await aborted.expect();
  expectBody(await staying.readResponse(), "aborted: false", {
    likely: "the connections share an AbortController: make one for each",
  });
}));

Deno.test(
  test("the request of a client that has gone has one line in the log", {
    because:
      "task 20: one line for each request; that a client has gone is not " +
      "an error of the handler",
  }, async () => {
    using called = new Moment("the handler is called");
    using aborted = new Moment("request.signal aborts");
    await using server = await start(serveUntilAborted(called, aborted));
    const connection = await server.connect({ canReset: true });
    await connection.send(get("/tea"));
    await called.expect();
    await connection.reset();
    await aborted.expect();
    // After its end, a server has logged everything.
    await server.shutdown();
    const { length } = server.log;
    expectThat(length === 1, `${length} lines were logged for one request`, {
      expected: "one line for each request",
      likely: length === 0
        ? "a request is logged only after its answer has been sent: log it in a " +
          "finally block"
        : "the reason of the signal, or the error of a write, is logged as if " +
          "the handler had failed",
    });
    expectThat(
      server.log[0].includes("GET /tea HTTP/1.1"),
      "the request-line is missing in the log",
    );
  }),
);

Deno.test(test("a client that has half-closed gets its answer", {
  because: "RFC 9293 section 3.6: an end of file says that no more follows, " +
    "not that no answer is wanted",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --half-close",
}, async () => {
  await using server = await start(serveWith(async ({ body, signal }) => {
    await textOf(body);
    // Long enough for the end of file to be noticed.
    await pause(20);
    return { status: 200, body: `aborted: ${signal.aborted}` };
  }));
  const likely = "the end of file is taken for a client that has gone";
  await allVariants(
    Object.entries(REQUESTS).map(([name, request]) =>
      variant(name, async () => {
        const connection = await server.connect();
        await connection.send(request);
        await connection.closeWrite();
        const response = await connection.readResponse({
          likely: { "end of file": likely },
        });
        expectStatus(response, 200);
        expectBody(response, "aborted: false", { likely });
      })
    ),
  );
}));
