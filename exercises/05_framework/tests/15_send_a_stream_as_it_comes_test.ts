import {
  expectThat,
  expectValue,
  get,
  Moment,
  SILENCE_MS,
  start,
  suite,
  toBytes,
  within,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { bridge, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because:
    "server-sent events, progress, chat: all of them need each chunk at " +
    "once",
});

Deno.test(
  test("the header section is sent before the first chunk", {}, async () => {
    using received = new Moment("the client has the header section");
    await using server = await start(
      serveWith(() => new Response(streamAfter(received, ["first"]))),
    );
    const client = await server.connect();
    await client.send(get("/"));
    await client.readUntil("\r\n\r\n", {
      likely: {
        silence:
          "the first chunk is awaited: if a read takes more than a few " +
          "microtasks, the body is a stream",
      },
    });
    received.happen();
    await client.readUntil("first", {
      likely: {
        "end of file": "the chunk that was asked for first is lost: the new " +
          "stream returns it before the rest",
      },
    });
  }),
);

Deno.test(test("a chunk is sent when it comes", {}, async () => {
  using received = new Moment("the client has the first chunk");
  await using server = await start(serveWith(() => {
    return new Response(streamAfter(received, ["second"], ["first"]));
  }));
  const client = await server.connect();
  await client.send(get("/"));
  await client.readUntil("first", {
    likely: {
      silence: "the whole body is awaited: bytes(), text(), or a second read",
    },
  });
  received.happen();
  await client.readUntil("second", {
    likely: {
      "end of file":
        "the first chunk is taken for the whole body: it is, only " +
        "if the end follows at once",
    },
  });
}));

Deno.test(test("the stream ends after its last chunk", {
  because: "only an end says that nothing is missing",
}, async () => {
  const chunks = ["first, ", "second"].map(toBytes);
  const { body } = await bridge(() =>
    new Response(ReadableStream.from(chunks))
  );
  const reading = new Response(body as BodyInit).text().catch(String);
  const text = await within(reading, SILENCE_MS, "no end");
  expectValue("all of the body", text, "first, second", {
    likely: 'a read that is "done" has no value: close the stream there',
  });
}));

Deno.test(test("no timer delays a stream that has nothing yet", {
  because:
    "a server that waits for a first chunk, however short, delays every " +
    "stream that begins with a pause",
}, async () => {
  let answer: HttpResponse | undefined;
  const longest = await longestTimer(async () => {
    const answering = bridge(() => new Response(new ReadableStream()));
    answer = await within(answering, SILENCE_MS, undefined);
  });
  expectThat(longest <= 1, `the bridge has set a timer of ${longest} ms`, {
    expected: "the stream is passed on without a timer",
    likely: "the first chunk races against a timer: a body that needs more " +
      "than a few turns of `await undefined` is a stream",
  });
  expectThat(answer !== undefined, "toHttpHandler waits for the first chunk", {
    expected: "it returns the answer, with a stream that has nothing yet",
  });
}));

/** A stream of chunks, some of them only after a moment. */
function streamAfter(
  moment: Moment,
  after: readonly string[],
  before: readonly string[] = [],
): ReadableStream {
  return ReadableStream.from(async function* () {
    for (const chunk of before) yield toBytes(chunk);
    await moment.promise;
    for (const chunk of after) yield toBytes(chunk);
  }());
}

/** Runs `body`, and returns the longest timer, in ms, that was set meanwhile. */
async function longestTimer(body: () => Promise<void>): Promise<number> {
  const { setTimeout } = globalThis;
  let longest = 0;
  function watched(callback: () => void, ms = 0) {
    longest = Math.max(longest, ms);
    return setTimeout(callback, ms);
  }
  // The kit's own deadline is SILENCE_MS: it keeps the genuine timer.
  globalThis.setTimeout = watched as typeof setTimeout;
  try {
    await body();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return longest;
}
