/**
 * The suite of stage 05, tasks 5 and 6: every kind of Response, and what a
 * handler can do instead of returning one.
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  Failure,
  get,
  httpRequest,
  Moment,
  post,
  start,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { type FetchHandler, HttpError, serve } from "./server.ts";

const task = suite(import.meta.url);

const HEAD = httpRequest(["HEAD / HTTP/1.1", "Host: localhost"]);

Deno.test(task(5, "every status arrives, and where there is no body, none", {
  because:
    "RFC 9110 sections 15.3.5, 15.3.6, 15.4.5: 204, 205 and 304 have no " +
    "content, and their Response has the body null",
  often: "response.body is null for them, and for new Response(null): check " +
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
  often:
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
  "a form": [
    new URLSearchParams({ text: "a b" }),
    "text=a+b",
    /^application\/x-www-form-urlencoded; *charset=utf-8$/i,
  ],
  "a large text": ["large ".repeat(50_000), "large ".repeat(50_000)],
};

Deno.test(task(5, "a body that is all there is sent with its length", {
  because: "RFC 9110 section 8.6: a server that knows the length says it; " +
    "then the connection can go on, and a browser can show progress",
  often: "response.body is always a stream: read its first chunk and ask for " +
    "one more; if the stream ends there, and at once, the chunk is all of it",
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
  often: "the whole body is awaited, or its first chunk: bytes(), text(), " +
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

Deno.test(
  task(5, "HEAD is answered with the fields, and its stream cancelled", {
    because: "RFC 9110 section 9.3.2",
    often:
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
      expectField(response, "Content-Length", "4");
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

/** What a handler throws; a client must not read it. */
const SECRET = "the database has the password swordfish";

const FAILING: Record<string, FetchHandler> = {
  "throws": () => {
    throw new Error(SECRET);
  },
  "rejects": () => Promise.reject(new Error(SECRET)),
  "throws what is no Error": () => {
    throw SECRET;
  },
};

Deno.test(
  task(6, "a handler that throws is answered 500, and told to the log", {
    because:
      "RFC 9110 section 15.6.1; what went wrong is the server's own affair",
    often:
      "the error is caught in the bridge: let it through, the engine knows " +
      "what to do",
  }, async () => {
    for (const [name, handler] of Object.entries(FAILING)) {
      await variant(name, async () => {
        await using server = await start((options) => serve(options, handler));
        const response = await server.exchange(get("/"));
        expectStatus(response, 500);
        expectNotInBody(response, "swordfish");
        expectThat(
          server.log.some((line) => line.includes("swordfish")),
          "the log does not say what was thrown",
          { expected: `a line of the log with "${SECRET}"` },
        );
        expectStatus(await server.exchange(get("/")), 500);
      });
    }
  }),
);

/** What is no Response that can be sent, made anew for each request. */
const NO_RESPONSE: Record<string, () => unknown> = {
  "undefined": () => undefined,
  "a text": () => "Hello",
  "an object": () => ({ status: 200, headers: new Headers(), body: null }),
  "Response.error()": () => Response.error(),
  "a Response that was read": async () => {
    const response = new Response("read");
    await response.text();
    return response;
  },
};

Deno.test(task(6, "what is no Response is answered 500", {
  because: "what a type promises, JavaScript does not check",
  often: "response instanceof Response, response.type, response.bodyUsed: " +
    "throw a TypeError that says what was expected",
}, async () => {
  for (const [name, make] of Object.entries(NO_RESPONSE)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve(options, make as FetchHandler)
      );
      expectStatus(await server.exchange(get("/")), 500);
      expectThat(
        server.log.some((line) => line.includes("Error")),
        "the log does not say what was wrong",
      );
    });
  }
  await variant("the same Response twice", async () => {
    const once = new Response("once");
    await using server = await start((options) => serve(options, () => once));
    expectBody(await server.exchange(get("/")), "once");
    expectStatus(await server.exchange(get("/")), 500);
  });
}));

Deno.test(task(6, "an HttpError keeps its status, also that of a bad body", {
  because: "RFC 9110 section 15.5: 4xx says that the client is to blame",
  often: "everything thrown is made a 500; let HttpError through to the engine",
}, async () => {
  await using server = await start((options) =>
    serve(options, async (request) => {
      const text = await request.text();
      throw new HttpError(418, `no coffee for ${text}`);
    })
  );
  await variant("thrown by the handler", async () => {
    const response = await server.exchange(post("/", "Ada"));
    expectStatus(response, 418);
    expectInBody(response, "no coffee for Ada");
  });
  await variant("thrown by a body that ends early", async () => {
    const client = await server.connect();
    await client.send(post("/", "Ada Lovelace").replace(" Lovelace", ""));
    await client.closeWrite();
    expectStatus(await client.readResponse(), 400);
  });
}));

Deno.test(task(6, "onError makes the answer where a handler fails", {
  often:
    "onError is called for errors that are thrown, not for rejections or " +
    "for what is no Response: try { check(await handler(…)) } catch",
}, async () => {
  const seen: unknown[] = [];
  function onError(error: unknown): Response {
    seen.push(error);
    return new Response("sorry", { status: 503 });
  }
  for (const name of ["throws", "rejects", "throws what is no Error"]) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve({ ...options, onError }, FAILING[name])
      );
      const response = await server.exchange(get("/"));
      expectStatus(response, 503);
      expectBody(response, "sorry");
      const told = seen.pop();
      const message = told instanceof Error ? told.message : told;
      expectThat(message === SECRET, "onError is not given what was thrown");
    });
  }
  for (const [name, make] of Object.entries(NO_RESPONSE)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve({ ...options, onError }, make as FetchHandler)
      );
      expectStatus(await server.exchange(get("/")), 503);
    });
  }
  await variant("an onError that fails itself", async () => {
    const onError = FAILING["rejects"] as () => Promise<Response>;
    await using server = await start((options) =>
      serve({ ...options, onError }, FAILING["throws"])
    );
    const response = await server.exchange(get("/"));
    expectStatus(response, 500);
    expectNotInBody(response, "swordfish");
  });
}));

Deno.test(task(6, "a stream that fails cuts the connection", {
  because:
    "RFC 9112 section 8: a client must be able to tell that the answer " +
    "is incomplete; an orderly end would make it believe the half",
  often: "the error of the stream is caught, or taken for its end",
}, async () => {
  using mayFail = new Moment("the client has the first chunk");
  const chunks = async function* () {
    yield toBytes("12345");
    await mayFail.promise;
    throw new Error("disk on fire");
  };
  await using server = await start((options) =>
    serve(options, () => {
      const headers = { "Content-Length": "10" };
      return new Response(ReadableStream.from(chunks()), { headers });
    })
  );
  const client = await server.connect();
  await client.send(get("/"));
  await client.readUntil("12345");
  mayFail.happen();
  const outcome = await client.more();
  if (outcome === "end of file" || outcome === "reset") return;
  throw new Failure(
    outcome === "bytes"
      ? "something was sent in place of the rest"
      : "the connection stays open, and the rest never comes",
    { expected: "the connection is closed after the five bytes" },
  );
}));

/** A stream that has one chunk, and then neither more nor an end. */
function resting(cancelled: Moment): ReadableStream {
  return new ReadableStream({
    start: (controller) => controller.enqueue(toBytes("first")),
    pull: () => cancelled.promise,
    cancel: () => cancelled.happen(),
  });
}
