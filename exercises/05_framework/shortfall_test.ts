/**
 * The suite of stage 05, tasks 6 and 7: what a handler can do instead of returning
 * a Response that can be sent, and functions around handlers.
 *
 * @module
 */

import {
  expectBody,
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  Failure,
  get,
  Moment,
  post,
  SILENCE_MS,
  start,
  suite,
  toBytes,
  variant,
  within,
} from "../../kit/mod.ts";
import { engineRequest } from "./engine_request.ts";
import {
  type FetchHandler,
  HttpError,
  serve,
  toHttpHandler,
  withErrors,
  withLog,
} from "./server.ts";

const task = suite(import.meta.url);

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

/** An error that has a status of its own, for whoever does not want another. */
const throwsHttpError: FetchHandler = () => {
  throw new HttpError(418, SECRET);
};

Deno.test(
  task(6, "a handler that throws is answered 500, and told to the log", {
    because:
      "RFC 9110 section 15.6.1; what went wrong is the server's own affair",
    likely:
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
  likely: "response instanceof Response, response.type, response.bodyUsed: " +
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
  likely:
    "everything thrown is made a 500; let HttpError through to the engine",
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
  likely:
    "onError is called for errors that are thrown, not for rejections or " +
    "for what is no Response: try { check(await handler(…)) } catch; or not " +
    "for an HttpError, which is one of what a handler throws",
}, async () => {
  const seen: unknown[] = [];
  function onError(error: unknown): Response {
    seen.push(error);
    return new Response("sorry", { status: 503 });
  }
  const failing = { ...FAILING, "throws an HttpError": throwsHttpError };
  for (const [name, handler] of Object.entries(failing)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve({ ...options, onError }, handler)
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

/** A stream that fails after five bytes, when it may. */
function burning(mayFail: Moment): ReadableStream {
  return ReadableStream.from(async function* () {
    yield toBytes("12345");
    await mayFail.promise;
    throw new Error("disk on fire");
  }());
}

Deno.test(task(6, "what a stream fails with comes out of the bridge", {
  because: "only the engine can cut the answer and tell the log why; for the " +
    "client, where no length was given, half a file looks like all of it",
  likely:
    "the error of the stream is caught, or taken for its end: let pull() " +
    "throw what read() throws",
}, async () => {
  using mayFail = new Moment("the first chunk has been read");
  const handler = toHttpHandler(() => new Response(burning(mayFail)));
  const { body } = await handler(engineRequest());
  expectThat(body instanceof ReadableStream, "the body is no stream");
  const reader = body.getReader();
  await reader.read();
  mayFail.happen();
  const expected = 'reading on fails with the same error: "disk on fire"';
  const outcome = await within(
    reader.read().then(({ done }) => done ? "an end" : "more", String),
    SILENCE_MS,
    "nothing at all",
  );
  const holds = outcome.includes("disk on fire");
  expectThat(holds, `where the stream failed there is ${outcome}`, {
    expected,
  });
}));

Deno.test(task(6, "a stream that fails cuts the connection", {
  because: "RFC 9112 section 8: what is shorter than its Content-Length is " +
    "incomplete, and the client sees it",
  likely: "the error of the stream is caught, and nothing comes after it",
}, async () => {
  using mayFail = new Moment("the client has the first chunk");
  await using server = await start((options) =>
    serve(options, () => {
      const headers = { "Content-Length": "10" };
      return new Response(burning(mayFail), { headers });
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

Deno.test(task(7, "withLog tells method, URL and status in one line", {
  likely: "the line is written before the handler has answered, or what it " +
    "returns or throws is not handed on: try { … } finally { log(…) }; who " +
    "asks undefined for its status gets an error too: inside of try",
}, async () => {
  const lines: string[] = [];
  const handler = withLog((line) => lines.push(line), ({ url }) => {
    if (url.endsWith("/broken")) throw new Error("the pot is broken\nin two");
    if (url.endsWith("/nothing")) return undefined as unknown as Response;
    return new Response("Tea", { status: 418 });
  });
  function expectLine(...parts: string[]) {
    expectThat(
      lines.length === 1,
      `${lines.length} lines were logged, not one`,
    );
    const [line] = lines.splice(0);
    for (const part of parts) {
      expectThat(line.includes(part), `the log does not tell ${part}: ${line}`);
    }
    expectThat(!/[\r\n]/.test(line), "a line end stands in the line", {
      likely:
        "the message of an error is put into it: that may say anything, " +
        "on any number of lines; leave it to whoever catches the error",
    });
  }
  await using server = await start((options) => serve(options, handler));
  await variant("a handler that answers", async () => {
    const response = await server.exchange(get("/tea?kind=green"));
    expectStatus(response, 418);
    expectBody(response, "Tea");
    expectLine("GET", "/tea?kind=green", "418");
  });
  await variant("a handler that throws", async () => {
    expectStatus(await server.exchange(get("/broken")), 500);
    expectLine("GET", "/broken");
    expectThat(
      server.log.some((line) => line.includes("the pot is broken")),
      "the engine has not been told what was thrown",
    );
  });
  await variant("a handler that returns no Response", async () => {
    expectStatus(await server.exchange(get("/nothing")), 500);
    expectLine("GET", "/nothing");
  });
}));

Deno.test(task(7, "withErrors makes an answer of what is thrown", {
  likely:
    "a rejection is not caught: `return await handler(…)` inside of try; " +
    "or a Response is not checked for being one there",
}, async () => {
  const failing: Record<string, FetchHandler> = {
    "a throw": () => {
      throw new Error("broken");
    },
    "a rejection": () => Promise.reject(new Error("broken")),
    "no Response": (() => "broken") as unknown as FetchHandler,
  };
  for (const [name, handler] of Object.entries(failing)) {
    await variant(name, async () => {
      const guarded = withErrors((error) => {
        const isError = error instanceof Error;
        return new Response(`sorry: ${isError}`, { status: 503 });
      }, handler);
      await using server = await start((options) => serve(options, guarded));
      const response = await server.exchange(get("/"));
      expectStatus(response, 503);
      expectBody(response, "sorry: true");
    });
  }
  await variant("a good answer", async () => {
    const handler = withErrors(
      () => new Response("sorry", { status: 503 }),
      (request, info) =>
        new Response(`${request.method} ${info.remoteAddr.transport}`),
    );
    await using server = await start((options) => serve(options, handler));
    expectBody(await server.exchange(get("/")), "GET tcp");
  });
}));
