/**
 * The suite of stage 05, tasks 11 and 12: clients that read slowly or go, and
 * requests that cannot be a Request.
 *
 * @module
 */

import {
  type Connection,
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  Moment,
  pause,
  type ServerUnderTest,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { engineRequest } from "./engine_request.ts";
import {
  type ErrorHandler,
  HttpError,
  serve,
  toHttpHandler,
} from "./server.ts";

const task = suite(import.meta.url);

const CHUNK = new Uint8Array(64 * 1024);

/** More than the buffers of two sockets hold: 64 MiB. */
const MANY_CHUNKS = 1024;

/** How many chunks a bridge may have read before anybody wants one. */
const A_FEW = 8;

Deno.test(task(11, "a stream is read no faster than the client reads", {
  because:
    "the sockets hold some megabytes; the rest would be in your memory, " +
    "and a thousand slow clients are cheap",
  likely:
    "a loop reads the stream and enqueues, without waiting to be pulled; " +
    "or the stream passes through a queue that has no limit",
}, async () => {
  let pulled = 0;
  using began = new Moment("the stream is read");
  function manyChunks(): Response {
    pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        began.happen();
        controller.enqueue(CHUNK);
        if (++pulled === MANY_CHUNKS) controller.close();
      },
    });
    return new Response(body);
  }
  async function rest(): Promise<void> {
    for (let before = -1; before < pulled;) {
      before = pulled;
      await pause(100);
    }
  }
  await variant("a body that nobody reads", async () => {
    const { body } = await toHttpHandler(manyChunks)(engineRequest());
    await rest();
    expectThat(pulled <= A_FEW, `${pulled} chunks of the stream were read`, {
      expected: `the stream is ${A_FEW} chunks ahead at most`,
      likely: "a loop reads the stream and enqueues, without waiting to be " +
        "pulled; or the highWaterMark of a queue is large",
    });
    if (body instanceof ReadableStream) await body.cancel();
  });
  await using server = await start((options) => serve(options, manyChunks));
  const client = await server.connect();
  await client.send(get("/"));
  await began.expect();
  await rest();
  expectThat(
    pulled < MANY_CHUNKS,
    "all 64 MiB of the stream were read, though the client has read nothing",
    { expected: "the stream is pulled until the buffers are full, then rests" },
  );
}));

Deno.test(task(11, "whoever works for a client hears when it goes", {
  because:
    "what nobody will read need not be made: files stay open, queries run",
  likely: "cancel() of a stream that wraps another is not handed on; or the " +
    "Request has no signal: new Request(url, { …, signal: request.signal })",
}, async () => {
  const departures: Record<
    string,
    (client: Connection, server: ServerUnderTest) => Promise<void>
  > = {
    "a reset": (client) => client.reset(),
    "shutdown()": (_, server) => server.shutdown(),
  };
  for (const [name, depart] of Object.entries(departures)) {
    await variant(`${name}, while a stream rests`, async () => {
      using cancelled = new Moment("cancel() of the stream is called");
      let count = 0;
      const body = new ReadableStream({
        // After two chunks it has nothing more to say, and never ends.
        pull: (controller) =>
          count++ < 2
            ? controller.enqueue(CHUNK.subarray(0, 5))
            : cancelled.promise,
        cancel: () => cancelled.happen(),
      });
      await using server = await start((options) =>
        serve(options, () => new Response(body))
      );
      const client = await server.connect({ canReset: true });
      await client.send(get("/"));
      await client.readUntil("\r\n\r\n");
      await depart(client, server);
      await cancelled.expect();
    });
    await variant(`${name}, while a handler works`, async () => {
      using called = new Moment("the handler is called");
      using aborted = new Moment("the signal of the Request aborts");
      using followed = new Moment("the signal of a copy of it aborts");
      await using server = await start((options) =>
        serve(options, async (request) => {
          const copy = new Request(request);
          copy.signal.addEventListener("abort", followed.happen);
          request.signal.addEventListener("abort", aborted.happen);
          called.happen();
          await aborted.promise;
          return new Response("too late");
        })
      );
      const client = await server.connect({ canReset: true });
      await client.send(get("/"));
      await called.expect();
      await depart(client, server);
      await aborted.expect();
      await followed.expect();
    });
  }
}));

/** What is answered where a handler fails: in task 12 none has been called. */
const sorry: ErrorHandler = () => new Response("sorry", { status: 503 });

/** What was thrown, on one line. */
function describe(error: unknown): string {
  return error instanceof HttpError
    ? `threw an HttpError with status ${error.status}`
    : `threw ${error}`;
}

/** Requests whose method no Request has, or only under another spelling. */
const METHODS = [
  "TRACE",
  "CONNECT",
  "TRACK",
  "trace",
  "Connect",
  "get",
  "Post",
  "hEAD",
];

Deno.test(task(12, "a method that a Request cannot have is answered 501", {
  because:
    "RFC 9110 section 9.1: methods are case-sensitive, so `get` is not " +
    "GET; the Fetch Standard forbids three methods and capitalises six",
  likely:
    "new Request throws for TRACE, and that became 500; it makes GET of " +
    "`get`: compare its method with what was sent; onError is for what the " +
    "handler throws, and this never gets there",
  try: "curl -i -X TRACK http://127.0.0.1:8000/",
}, async () => {
  let calls = 0;
  const handler = () => {
    calls++;
    return new Response("called");
  };
  // Without an engine, which may refuse TRACE and CONNECT before they get there.
  for (const method of METHODS) {
    await variant(`toHttpHandler, ${method}`, async () => {
      const outcome = await Promise.try(
        toHttpHandler(handler),
        engineRequest({ method }),
      ).then(({ status }) => `returned ${status}`, describe);
      const expected = "threw an HttpError with status 501";
      expectThat(outcome === expected, `it ${outcome}`, {
        expected: `it ${expected}`,
      });
    });
  }
  await using server = await start((options) =>
    serve({ ...options, onError: sorry }, handler)
  );
  for (const method of METHODS) {
    await variant(method, async () => {
      const lines = [`${method} / HTTP/1.1`, "Host: localhost"];
      expectStatus(await server.exchange(httpRequest(lines)), 501);
    });
  }
  expectValue("the number of calls of the handler", calls, 0);
}));

Deno.test(task(12, "a GET with a body is answered as one without", {
  because:
    "RFC 9110 section 9.3.1: content in a GET has no defined meaning, and " +
    "a Request refuses to have one",
  likely: "new Request throws for a GET or HEAD with a body: leave it out",
}, async () => {
  await using server = await start((options) =>
    serve(options, async (request) => {
      return new Response(`${request.body} ${await request.text()}`);
    })
  );
  const lines = ["GET / HTTP/1.1", "Host: localhost", "Content-Length: 5"];
  const response = await server.exchange(httpRequest(lines, "hello"));
  expectStatus(response, 200);
  expectBody(response, "null ");
  await variant("HEAD", async () => {
    const head = httpRequest([
      lines[0].replace("GET", "HEAD"),
      ...lines.slice(1),
    ]);
    const response = await server.exchange(`${head}hello`, { method: "HEAD" });
    expectStatus(response, 200);
  });
}));

Deno.test(task(12, "a Host that makes no URL is answered 400", {
  because:
    "RFC 9112 section 3.2: a Host with an invalid value is answered 400; " +
    "and not every host that RFC 3986 allows is one of the URL Standard",
  likely:
    "new Request or new URL throws, and that became 500; onError is for " +
    "what the handler throws, and this never gets there",
  try: "curl -i -H 'Host: 1.2.3.999' http://127.0.0.1:8000/",
}, async () => {
  let calls = 0;
  await using server = await start((options) =>
    serve({ ...options, onError: sorry }, () => {
      calls++;
      return new Response("called");
    })
  );
  for (const host of ["1.2.3.999", "a%2fb", "a%00b", "256.0.0.1:80"]) {
    await variant(host, async () => {
      const request = httpRequest(["GET / HTTP/1.1", `Host: ${host}`]);
      expectStatus(await server.exchange(request), 400);
    });
  }
  expectValue("the number of calls of the handler", calls, 0);
}));

/** Targets, and the URLs that the URL parser makes of them. */
const FOLDED: Record<string, string> = {
  "//evil.example/x": "http://localhost//evil.example/x",
  "/\\evil.example/x": "http://localhost//evil.example/x",
  "/@evil.example/x": "http://localhost/@evil.example/x",
  "/http://evil.example/": "http://localhost/http://evil.example/",
  "/a/../b": "http://localhost/b",
  "/a/%2e%2E/b": "http://localhost/b",
  "/../../b": "http://localhost/b",
  "/./a": "http://localhost/a",
  '/a"b': "http://localhost/a%22b",
  "/a%2fb": "http://localhost/a%2fb",
  "/%zz": "http://localhost/%zz",
  "/%00": "http://localhost/%00",
};

Deno.test(task(12, "no path changes the host, and what is folded is known", {
  because:
    "URL Standard section 4.4: dot segments are folded, also encoded ones; " +
    "so what must see the path as sent does not belong behind this bridge",
  likely:
    "new URL(target, base) takes what follows // for a host: join the parts " +
    "as text; and decode nothing",
}, async () => {
  await using server = await start((options) =>
    serve(options, ({ url }) => new Response(url))
  );
  for (const [target, url] of Object.entries(FOLDED)) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 200);
      expectBody(response, url);
    });
  }
  await variant("the default port", async () => {
    const request = httpRequest(["GET / HTTP/1.1", "Host: localhost:80"]);
    expectBody(await server.exchange(request), "http://localhost/");
  });
}));
