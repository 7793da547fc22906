/**
 * The suite of stage 06, tasks 9 and 10: answers that are small, and those that
 * are larger than the client can take.
 *
 * @module
 */

import { assert } from "@std/assert";
import {
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  Failure,
  get,
  Moment,
  post,
  start,
  suite,
  toBytes,
  Traffic,
  variant,
  within,
} from "../../kit/mod.ts";
import { expectNext, serveWith, slowStreamOf } from "./engine_client.ts";
import type { Bytes, HttpResponse } from "./server.ts";

const task = suite(import.meta.url);

Deno.test(task(9, "a small answer leaves in one write, not in two", {
  because: "RFC 9293 section 3.7.4, Nagle's algorithm: a small packet waits " +
    "until all before it are acknowledged; section 3.8.6.3: the client " +
    "delays its acknowledgement, by 40 ms on Linux",
  likely: "the header section is written, then the body: the body waits for " +
    "an acknowledgement which the client holds back, so that each answer on a " +
    "kept connection takes 40 ms. Put both into one array, and write that",
  try: "curl -s -o /dev/null -o /dev/null -w '%{time_total}\\n' " +
    "http://127.0.0.1:8000/style.css http://127.0.0.1:8000/favicon.svg",
}, async () => {
  using traffic = new Traffic();
  const bodies: Record<string, HttpResponse["body"]> = {
    "/stream": slowStreamOf("one", "two", "three"),
    "/text": "Yes",
    "/bytes": toBytes("Yes").slice(),
    "/eight-kibibytes": new Uint8Array(8192),
    "/nothing": null,
  };
  await using server = await start(
    serveWith(({ path }) => ({ status: 200, body: bodies[path] })),
  );
  const connection = await server.connect();
  for (const path of ["/text", "/bytes", "/eight-kibibytes", "/nothing"]) {
    await variant(path.slice(1).replace("-", " "), async () => {
      traffic.writes.length = 0;
      await connection.send(get(path));
      expectStatus(await connection.readResponse(), 200);
      expectWrites(traffic, 1);
    });
  }
  await variant("three chunks, each in one write with its size", async () => {
    traffic.writes.length = 0;
    await connection.send(get("/stream"));
    expectBody(await connection.readResponse(), "onetwothree");
    // The header section, three chunks, the last chunk.
    expectWrites(traffic, 5);
  });
  await variant("the chunks of a slow stream", () => {
    expectThat(traffic.noDelay > 0, "setNoDelay() was not called", {
      expected:
        "connection.setNoDelay() for every connection: each chunk is a " +
        "small write, and would wait for the acknowledgement of the last",
      likely: "each answer leaves in one write now, and needs no " +
        "setNoDelay(): the chunks of a stream do",
    });
  });
  await variant("an error", async () => {
    traffic.writes.length = 0;
    await connection.send("HELLO\r\n\r\n");
    expectStatus(await connection.readResponse(), 400);
    expectWrites(traffic, 1);
  });
}));

/** Expects that the server has written so many times at most. */
function expectWrites({ writes }: Traffic, most: number): void {
  if (writes.length === 0) {
    throw new Failure("no call of connection.write was seen", {
      expected: "answers are written with connection.write: the test counts " +
        "its calls, and cannot see those of a stream",
    });
  }
  if (writes.length <= most) return;
  throw new Failure(`${writes.length} writes: ${writes.join(", ")} bytes`, {
    expected: most === 1
      ? "one write, with the header section and the body"
      : `${most} writes at most`,
  });
}

Deno.test(task(10, "a stream is not read faster than the client reads", {
  because: "RFC 9293 section 3.8: the kernel of a client that does not read " +
    "says so, and write() waits; who does not wait for it keeps the whole " +
    "answer in memory",
  likely:
    "the writes are not awaited, or the stream is collected first: read " +
    "a chunk, await its write, read the next",
  try: "curl --limit-rate 10k http://127.0.0.1:8000/test.jpg",
}, async () => {
  const chunk = new Uint8Array(65_536);
  const chunks = 512;
  const length = `${chunks * chunk.length}`;
  const rows: Record<string, HttpResponse["headers"]> = {
    "in chunks": {},
    "with its length": { "Content-Length": length },
  };
  for (const [name, headers] of Object.entries(rows)) {
    await variant(name, async () => {
      let pulled = 0;
      using allPulled = new Moment("all of the stream has been read");
      const body = new ReadableStream<Bytes>({
        pull(controller) {
          controller.enqueue(chunk);
          if (++pulled < chunks) return;
          controller.close();
          allPulled.happen();
        },
      }, { highWaterMark: 0 });
      await using server = await start(
        serveWith(() => ({ status: 200, headers, body })),
      );
      const connection = await server.connect();
      await connection.send(get("/"));
      // Long enough for a server that does not wait to have read all of it.
      await within(allPulled.promise, 300, undefined);
      if (allPulled.hasHappened) {
        // Else what comes of writes that nobody awaits would be told first.
        while (await connection.more() === "bytes");
        throw new Failure(
          "the whole stream was read, 32 MiB, and nobody listens",
          {
            expected:
              "the server reads as much of the stream as the kernel takes " +
              "from it, and then waits for the client",
          },
        );
      }
      const response = await connection.readResponse();
      expectValue("the length of the body", `${response.body.length}`, length);
    });
  }
}));

type Controller = ReadableStreamDefaultController<Bytes>;

Deno.test(task(10, "a stream whose client has gone is cancelled", {
  because: "RFC 9293 section 3.5.2: a reset says that nobody listens any more",
  likely:
    "the error of write() ends the answer, and nobody tells the stream: " +
    "its file stays open, its program runs on",
}, async () => {
  const rows: Record<string, (controller: Controller) => void> = {
    "a stream that has more": (controller) =>
      controller.enqueue(new Uint8Array(65_536)),
    "a stream that waits": () => {},
  };
  for (const [name, pull] of Object.entries(rows)) {
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
      assert(await connection.more() === "bytes", "the answer has begun");
      await connection.reset();
      await cancelled.expect();
      await aborted.expect();
    });
  }
}));

Deno.test(task(10, "the signal aborts when the client has gone, not before", {
  because: "RFC 9293 section 3.5.2: a reset says that nobody listens any more",
  likely: "nobody reads while the handler works: keep a read pending as soon " +
    "as the body is in, and not only while the answer is sent",
}, async () => {
  const signals: AbortSignal[] = [];
  let called = new Moment("the handler is called");
  let aborted = new Moment("request.signal aborts");
  await using server = await start(serveWith(async ({ path, body, signal }) => {
    await new Response(body).text();
    if (path === "/next") {
      signals.push(signal);
      return { status: 200, body: "next" };
    }
    signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    return { status: 200 };
  }));
  for (const request of [get("/"), post("/", "hello")]) {
    const name = request.slice(0, request.indexOf("\r\n"));
    await variant(`${name}, a client that resets`, async () => {
      called = new Moment("the handler is called");
      aborted = new Moment("request.signal aborts, while the handler works");
      const connection = await server.connect({ canReset: true });
      await connection.send(request);
      await called.expect();
      await connection.reset();
      await aborted.expect();
      // A handler that was not told shall not keep the server.
      aborted.happen();
    });
  }
  await variant("a client that was answered, and stays", async () => {
    const connection = await server.connect();
    for (let count = 0; count < 3; count++) {
      await expectNext(connection, "next");
    }
    expectThat(
      !signals.some(({ aborted }) => aborted),
      "a signal has aborted",
      {
        expected:
          "request.signal says that the client has gone, not that the " +
          "answer is sent",
      },
    );
  }, {
    likely: "the signal is aborted at the end of every answer: then the next " +
      "one cannot be given, or is taken for one without a client",
  });
}));
