import {
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
} from "../../../kit/mod.ts";
import { HttpError } from "../server.ts";
import { THROWING } from "./failing.ts";
import { bridge, serveWith } from "./serving.ts";

const test = suite(import.meta.url);

Deno.test(test("a handler that throws is answered 500, and logged", {
  because: "RFC 9110 section 15.6.1; the client must not learn the cause",
}, async () => {
  for (const [name, handler] of Object.entries(THROWING)) {
    await variant(name, async () => {
      await using server = await start(serveWith(handler));
      const response = await server.exchange(get("/"));
      expectStatus(response, 500);
      expectNotInBody(response, "swordfish");
      await server.logged("swordfish", {
        likely:
          "the error is caught in the bridge: let it through, the engine " +
          "logs it",
      });
      expectStatus(await server.exchange(get("/")), 500);
    });
  }
}));

Deno.test(test("an HttpError keeps its status", {
  because: "RFC 9110 section 15.5: 4xx says that the client is to blame",
}, async () => {
  await using server = await start(serveWith(async (request) => {
    const text = await request.text();
    throw new HttpError(418, `no coffee for ${text}`);
  }));
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

Deno.test(test("the error of a stream comes out of the bridge", {
  because:
    "only the engine can cut the answer and log why; without a length, " +
    "half a file looks complete to the client",
}, async () => {
  using mayFail = new Moment("the first chunk has been read");
  await variant("after a chunk", async () => {
    const { body } = await bridge(() => new Response(failingStream(mayFail)));
    expectThat(body instanceof ReadableStream, "the body is not a stream");
    const reader = body.getReader();
    await reader.read();
    mayFail.happen();
    await expectError(
      reader.read().then(({ done }) => done ? "an end" : "more"),
    );
  });
  await variant("before the first chunk", async () => {
    const broken = new ReadableStream({
      start: (controller) => controller.error(new Error("disk on fire")),
    });
    const answering = bridge(() => new Response(broken));
    // The bridge may see the error itself: then it is answered 500.
    await expectError(answering.then(({ body }) => new Response(body).text()));
  });
}));

/** Expects that reading fails with the error of the stream. */
async function expectError(reading: Promise<string>): Promise<void> {
  const outcome = await within(
    reading.then((found) => found || "an empty body", String),
    SILENCE_MS,
    "nothing at all",
  );
  expectThat(
    outcome.includes("disk on fire"),
    `where the stream failed there is ${outcome}`,
    { expected: 'reading on fails with the same error: "disk on fire"' },
  );
}

Deno.test(test("a stream that fails cuts the connection", {
  because: "RFC 9112 section 8: an answer shorter than its Content-Length is " +
    "incomplete, and the client sees it",
}, async () => {
  using mayFail = new Moment("the client has the first chunk");
  const headers = { "Content-Length": "10" };
  await using server = await start(
    serveWith(() => new Response(failingStream(mayFail), { headers })),
  );
  const client = await server.connect();
  await client.send(get("/"));
  await client.readUntil("12345");
  mayFail.happen();
  const outcome = await client.more();
  if (outcome === "end of file" || outcome === "reset") return;
  const { transcript } = client;
  const expected = "the connection is closed after the five bytes";
  if (outcome === "bytes") {
    const headline = "something was sent in place of the rest";
    throw new Failure(headline, { transcript, expected });
  }
  throw new Failure("the connection stays open, and the rest never comes", {
    transcript,
    expected,
    likely: "the bridge catches the error of response.body, and its own " +
      "stream neither ends nor fails: let the error through",
  });
}));

/** A stream that fails after five bytes, when it may. */
function failingStream(mayFail: Moment): ReadableStream {
  return ReadableStream.from(async function* () {
    yield toBytes("12345");
    await mayFail.promise;
    throw new Error("disk on fire");
  }());
}
