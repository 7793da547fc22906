import {
  expectBody,
  expectField,
  expectNoField,
  get,
  httpRequest,
  start,
  streamOf,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectNext, serveWith } from "./engine.ts";

const test = suite(import.meta.url);

Deno.test(test("a stream of known length is sent with its length", {
  because: "RFC 9112 sections 6.1 and 6.2: Content-Length and " +
    "Transfer-Encoding exclude each other; the length lets a client show " +
    "its progress",
  try: "curl -v -o /dev/null http://127.0.0.1:8000/test.jpg",
}, async () => {
  const headers = { "content-length": "11" };
  await using server = await start(serveWith(({ path }) => {
    if (path === "/next") return { status: 200, body: "next" };
    return { status: 200, headers, body: streamOf("hello ", "world") };
  }));
  const connection = await server.connect();
  for (let count = 0; count < 2; count++) {
    await connection.send(get("/"));
    const response = await connection.readResponse();
    expectNoField(response, "Transfer-Encoding", {
      likely: "every stream is sent in chunks: use the length if the handler " +
        "gives one",
    });
    expectField(response, "Content-Length", "11");
    expectBody(response, "hello world");
    await expectNext(connection, "next");
  }
}));

Deno.test(test("HTTP/1.0 gets a stream until the connection ends", {
  because:
    "RFC 9112 sections 6.1 and 6.3: HTTP/1.0 has no chunks, so only the " +
    "end of the connection ends such a body",
  try: "curl -v --http1.0 http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  await using server = await start(
    serveWith(() => ({ status: 200, body: streamOf("hello ", "world") })),
  );
  for (const fieldLines of [[], ["Connection: keep-alive"]]) {
    await variant(fieldLines.join() || "without Connection", async () => {
      const connection = await server.connect();
      await connection.send(httpRequest(["GET / HTTP/1.0", ...fieldLines]));
      const response = await connection.readResponse({
        likely: {
          silence: "the connection persists, so the body never ends",
        },
      });
      expectNoField(response, "Transfer-Encoding", {
        likely: "the version of the request is not checked before chunks are " +
          "sent",
      });
      expectField(response, "Connection", /^close$/i, {
        expected: "Connection: close, also if the client asks for keep-alive",
      });
      expectBody(response, "hello world");
    });
  }
}));
