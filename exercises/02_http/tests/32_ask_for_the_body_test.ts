import {
  expectBody,
  expectStatus,
  get,
  httpRequest,
  Moment,
  post,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { CLOSE, serveWith, textOf } from "./handlers.ts";
import { expectName } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 10.1.1: the client waits to be told whether to " +
    "send its body",
  try: "curl -i -H 'Expect: 100-continue' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/",
});

const EXPECT = ["Content-Length: 13", "Expect: 100-continue"];

Deno.test(
  test("100 Continue comes when the body is wanted", {}, async () => {
    await using server = await start(serve);
    for (const expectation of ["100-continue", "100-CONTINUE"]) {
      await variant(expectation, async () => {
        const request = post("/", "firstname=Ada", `Expect: ${expectation}`);
        const connection = await server.connect();
        const bodyOffset = request.indexOf("firstname");
        const [head, body] = splitAt(request, bodyOffset);
        await connection.send(head);
        const interim = await connection.readResponse({
          likely: {
            silence: expectation === "100-continue"
              ? "100 Continue is not sent, and the client waits for it"
              : "the value is compared as it was written: it is " +
                "case-insensitive",
          },
        });
        expectStatus(interim, 100);
        // Long enough for the server to ask for the second piece.
        await connection.sendPieces(splitAt(body, 5), 20);
        const response = await connection.readResponse({
          likely: {
            silence: "the read() that watches for a reset takes the body " +
              "away: begin it after the body",
          },
        });
        expectStatus(response, 200, {
          likely: response.status === 100
            ? "it is sent before each read of the body: once is enough"
            : undefined,
        });
        expectName(response, "Ada");
      });
    }
  }),
);

/** Requests that are answered without their body. */
const REFUSED: Readonly<Record<string, [request: string, status: number]>> = {
  "POST /nothing HTTP/1.1": [headOf("POST /nothing HTTP/1.1"), 404],
  "PUT / HTTP/1.1": [headOf("PUT / HTTP/1.1"), 405],
  "Expect: a-miracle": [post("/", "firstname=Ada", "Expect: a-miracle"), 417],
  "Expect: 100- | Expect: continue": [
    post("/", "firstname=Ada", "Expect: 100-", "Expect: continue"),
    417,
  ],
};

function headOf(requestLine: string): string {
  return httpRequest([requestLine, "Host: localhost", ...EXPECT]);
}

Deno.test(test("a request that is refused gets no 100", {}, async () => {
  await using server = await start(serve);
  for (const [name, [request, status]] of Object.entries(REFUSED)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, status, {
        likely: response.status === 100 && status !== 417
          ? "100 Continue is sent before the handler reads the body: send it " +
            "in the first pull(), which waits for a read only if the " +
            "highWaterMark is 0"
          : undefined,
      });
    });
  }
}));

Deno.test(
  test("no 100 within an answer, and none for HTTP/1.0", {}, async () => {
    await variant("within an answer", async () => {
      await using server = await start(
        serveWith(({ body }) => ({ status: 200, body })),
      );
      const request = post("/", "tea", CLOSE, "Expect: 100-continue");
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectBody(response, "tea", {
        likely: new TextDecoder().decode(response.body).includes(" 100 ")
          ? "the body is read when the answer has begun, and 100 Continue " +
            "becomes a part of it"
          : undefined,
      });
    }, {
      because:
        "RFC 9110 section 15.2: an interim response comes before the final one",
    });
    await variant("HTTP/1.0", async () => {
      await using server = await start(serve);
      const lines = ["POST / HTTP/1.0", ...EXPECT];
      const request = httpRequest(lines, "firstname=Ada");
      const response = await server.exchange(request);
      expectStatus(response, 200, {
        likely: response.status === 100
          ? "the version is not compared"
          : undefined,
      });
      expectName(response, "Ada");
    });
  }),
);

Deno.test(test("a client that leaves before its 100 concerns no other", {
  because: "each connection ends on its own",
  likely: { thrown: "the promise of the write of 100 Continue is not awaited" },
}, async () => {
  using called = new Moment("the handler is called");
  using aborted = new Moment("request.signal aborts");
  using ended = new Moment("the handler has tried to read the body");
  await using server = await start(serveWith(async ({ body, signal }) => {
    if (body === null) return { status: 200 };
    signal.addEventListener("abort", aborted.happen);
    called.happen();
    await aborted.promise;
    await textOf(body).catch(() => {});
    ended.happen();
    return { status: 200 };
  }));
  const connection = await server.connect({ canReset: true });
  await connection.send(httpRequest(["POST / HTTP/1.1", "Host: x", ...EXPECT]));
  await called.expect();
  await connection.reset();
  await ended.expect();
  expectStatus(await server.exchange(get("/", CLOSE)), 200);
}));
