/**
 * The suite of stage 05, task 5: every kind of Response.
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectStatus,
  expectThat,
  get,
  httpRequest,
  Moment,
  SILENCE_MS,
  start,
  suite,
  toBytes,
  variant,
  within,
} from "../../kit/mod.ts";
import { engineRequest } from "./engine_request.ts";
import { type HttpResponse, serve, toHttpHandler } from "./server.ts";

const task = suite(import.meta.url);

const HEAD = httpRequest(["HEAD / HTTP/1.1", "Host: localhost"]);

Deno.test(task(5, "every status arrives, and where there is no body, none", {
  because:
    "RFC 9110 sections 15.3.5, 15.3.6, 15.4.5: 204, 205 and 304 have no " +
    "content, and their Response has the body null",
  likely: "response.body is null for them, and for new Response(null): check " +
    "before you read it",
}, async () => {
  await using server = await start((options) =>
    serve(options, ({ url }) => {
      const status = Number(new URL(url).pathname.slice(1));
      const isEmpty = [204, 205, 304].includes(status);
      return new Response(isEmpty ? null : `${status}`, { status });
    })
  );
  for (const status of [200, 204, 205, 304, 404, 500, 599]) {
    await variant(`${status}`, async () => {
      const response = await server.exchange(get(`/${status}`));
      const isEmpty = [204, 205, 304].includes(status);
      expectStatus(response, status);
      expectBody(response, isEmpty ? "" : `${status}`);
    });
  }
}));

Deno.test(task(5, "each cookie has a line of its own", {
  because: "RFC 6265 section 3: Set-Cookie lines must not be joined, since a " +
    "comma may be part of one",
  likely:
    "headers.get() and Object.fromEntries(headers) keep one of them: pass " +
    "the Headers object on, or the list [...response.headers]",
}, async () => {
  await using server = await start((options) =>
    serve(options, () => {
      const headers = new Headers({ "Content-Language": "en" });
      headers.append("Set-Cookie", "a=1; Path=/");
      headers.append(
        "Set-Cookie",
        "b=2; Expires=Sun, 22 Nov 2026 00:00:00 GMT",
      );
      return new Response("cookies", { headers });
    })
  );
  const response = await server.exchange(get("/"));
  expectField(response, "Content-Language", "en");
  const cookies = response.fieldLines
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => value.slice(0, 3));
  expectThat(
    cookies.join() === "a=1,b=2",
    `the Set-Cookie lines begin with ${cookies.join(" and ") || "nothing"}`,
    { expected: "two lines: Set-Cookie: a=1; Path=/ and Set-Cookie: b=2; …" },
  );
}));

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Bodies that are all there when the Response is made. */
const WHOLE: Record<
  string,
  [body: BodyInit | null, content: string | Uint8Array, type?: RegExp]
> = {
  "no body": [null, ""],
  "a text": ["Grüße", "Grüße", /^text\/plain; *charset=utf-8$/i],
  "an empty text": ["", ""],
  "bytes that are no text": [EVERY_BYTE, EVERY_BYTE],
  "URLSearchParams": [
    new URLSearchParams({ text: "a b" }),
    "text=a+b",
    /^application\/x-www-form-urlencoded; *charset=utf-8$/i,
  ],
  "a large text": ["large ".repeat(50_000), "large ".repeat(50_000)],
};

/** Why a length may be missing. */
const NO_LENGTH =
  "response.body is always a stream: read its first chunk and ask for " +
  "one more; if the stream ends there, and at once, the chunk is all of it";

Deno.test(task(5, "a body that is all there is sent with its length", {
  because: "RFC 9110 section 8.6: a server that knows the length says it; " +
    "then the connection can go on, and a browser can show progress",
  likely: NO_LENGTH,
  try: "curl -i http://127.0.0.1:8000/time",
}, async () => {
  for (const [name, [body, content, type]] of Object.entries(WHOLE)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve(options, () => new Response(body))
      );
      const response = await server.exchange(get("/"));
      expectField(response, "Content-Length", `${toBytes(content).length}`);
      if (type) expectField(response, "Content-Type", type);
      expectBody(response, content);
    });
  }
}));

Deno.test(task(5, "a stream is sent as it comes, the header section at once", {
  because: "server-sent events, progress, chat: all of them wait on a stream",
  likely: "the whole body is awaited, or its first chunk: bytes(), text(), " +
    "`await reader.read()`; give a stream on as soon as it makes you wait",
}, async () => {
  using mayBegin = new Moment("the client has the header section");
  using mayEnd = new Moment("the client has the first chunk");
  const chunks = async function* () {
    await mayBegin.promise;
    yield toBytes("first");
    await mayEnd.promise;
    yield toBytes("second");
  };
  await using server = await start((options) =>
    serve(options, () => new Response(ReadableStream.from(chunks())))
  );
  const client = await server.connect();
  await client.send(get("/"));
  await client.readUntil("\r\n\r\n");
  mayBegin.happen();
  await client.readUntil("first");
  mayEnd.happen();
  await client.readUntil("second");
}));

Deno.test(task(5, "a stream that has nothing yet is handed on, not timed", {
  because:
    "who waits for a first chunk, however short, makes each stream that " +
    "rests begin so much later",
  likely:
    "the first chunk races against a timer: what has not come after a few " +
    "turns of the microtask queue (`await undefined`) is no text",
}, async () => {
  const handler = toHttpHandler(() => new Response(new ReadableStream()));
  let answer: HttpResponse | undefined;
  const longest = await longestTimer(async () => {
    const answering = Promise.try(handler, engineRequest());
    answer = await within(answering, SILENCE_MS, undefined);
  });
  expectThat(longest <= 1, `the bridge has set a timer of ${longest} ms`, {
    expected: "the stream is handed on without a timer",
  });
  expectThat(answer !== undefined, "toHttpHandler waits for the first chunk", {
    expected: "the answer is returned, with a stream that has nothing yet",
  });
}));

Deno.test(
  task(5, "HEAD is answered with the fields, and its stream cancelled", {
    because: "RFC 9110 section 9.3.2",
    likely:
      "the stream is read all the same, or wrapped in one without cancel()",
    try: "curl -I http://127.0.0.1:8000/",
  }, async () => {
    using cancelled = new Moment("cancel() of the stream is called");
    const handlers: Record<string, () => Response> = {
      "/text": () => new Response("text"),
      "/stream": () =>
        new Response(resting(cancelled), { headers: { "X-Kind": "stream" } }),
    };
    await using server = await start((options) =>
      serve(options, ({ url }) => handlers[new URL(url).pathname]())
    );
    await variant("a text", async () => {
      const head = HEAD.replace("/", "/text");
      const response = await server.exchange(head, { method: "HEAD" });
      expectStatus(response, 200);
      expectField(response, "Content-Length", "4", { likely: NO_LENGTH });
    });
    await variant("a stream that does not end", async () => {
      const head = HEAD.replace("/", "/stream");
      const response = await server.exchange(head, { method: "HEAD" });
      expectStatus(response, 200);
      expectField(response, "X-Kind", "stream");
      await cancelled.expect();
    });
  }),
);

/** Runs `body`, and tells the longest timer, in ms, that was set meanwhile. */
async function longestTimer(body: () => Promise<void>): Promise<number> {
  const { setTimeout } = globalThis;
  let longest = 0;
  function watched(callback: () => void, ms = 0) {
    longest = Math.max(longest, ms);
    return setTimeout(callback, ms);
  }
  globalThis.setTimeout = watched as typeof setTimeout;
  try {
    await body();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return longest;
}

/** A stream that has one chunk, and then neither more nor an end. */
function resting(cancelled: Moment): ReadableStream {
  return new ReadableStream({
    start: (controller) => controller.enqueue(toBytes("first")),
    pull: () => cancelled.promise,
    cancel: () => cancelled.happen(),
  });
}
