import {
  expectBody,
  expectStatus,
  expectValue,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { postChunks } from "./chunks.ts";
import { echoIn, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 7.1.1: after the size there may be names and " +
    "values; a server ignores those that it does not know",
  try: "deno task send 'POST /cgi-bin/post.ts HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Transfer-Encoding: chunked\\r\\n\\r\\n" +
    "5;a=b\\r\\nhello\\r\\n0\\r\\nA: b\\r\\n\\r\\n'",
});

const EXTENSIONS = [
  ";a",
  ";a=b",
  ";a=b;c=d",
  ';a="b"',
  ';a="b;c=\\"d\\" 7"',
  " ; a = b",
  "\t;\ta",
];

Deno.test(test("the extensions of a chunk are skipped", {}, async () => {
  const calls: string[] = [];
  await using server = await start(serveWith(echoIn(calls)));
  const connection = await server.connect();
  for (const extension of EXTENSIONS) {
    await variant(JSON.stringify(`5${extension}`), async () => {
      const chunks = `5${extension}\r\nhello\r\n0${extension}\r\n\r\n`;
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200, {
        likely:
          "the whole line is taken for the size, or it is split at every " +
          "semicolon, also at one within quotation marks",
      });
      expectBody(response, "hello");
      expectStatus(await connection.readResponse(), 200);
      expectValue("the last request", calls.at(-1), "GET /next");
    });
  }
}));

const TRAILERS = [
  ["A: b"],
  ["A: b", "C: d"],
  ["Content-Length: 5", "X: y"],
  ["Transfer-Encoding: chunked", "X: y"],
  ["Host: example.org", "X: y"],
  ["Connection: close", "X: y"],
];

Deno.test(test("the trailers are read, and change nothing", {
  because:
    "RFC 9112 section 7.1.2, RFC 9110 section 6.5.1: a trailer that is " +
    "merged into the header fields can pose as one of them",
}, async () => {
  const calls: string[] = [];
  const seen: (string | null)[] = [];
  const echo = echoIn(calls);
  await using server = await start(serveWith(async (request) => {
    const response = await echo(request);
    seen.push(request.headers.get("host"), request.headers.get("a"));
    return response;
  }));
  const connection = await server.connect();
  const likely = "the body is taken to end with the size 0: the trailers, up " +
    "to the empty line, are part of it";
  for (const trailers of TRAILERS) {
    await variant(trailers.join(" | "), async () => {
      seen.length = 0;
      const chunks = httpRequest(["5\r\nhello\r\n0", ...trailers]);
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, "hello");
      const next = await connection.readResponse({
        likely: { silence: likely },
      });
      expectStatus(next, 200, { likely });
      expectValue("the last request", calls.at(-1), "GET /next");
      const expected = ["localhost", null, "localhost", null];
      expectValue("Host and A of both requests", seen, expected);
    });
  }
}));
