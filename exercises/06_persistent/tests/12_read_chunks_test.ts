import {
  eachByte,
  expectBody,
  expectStatus,
  expectValue,
  get,
  httpRequest,
  post,
  type RawResponse,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { HttpRequest } from "../server.ts";
import { postChunks } from "./chunks.ts";
import { echoIn, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 7.1: a chunk-size in hexadecimal, CR LF, as many " +
    "bytes, CR LF; the size 0 and an empty line are the end",
  try: "curl -v -H 'Transfer-Encoding: chunked' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
});

const LONG = "a".repeat(0x1234);

const BODIES: readonly (readonly [chunks: string, body: string])[] = [
  ["5\r\nhello\r\n0\r\n\r\n", "hello"],
  ["10\r\nsixteen letters!\r\n0\r\n\r\n", "sixteen letters!"],
  ["5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"],
  ["1\r\nh\r\n1\r\ne\r\n1\r\ny\r\n0\r\n\r\n", "hey"],
  [
    `c\r\nhello, world\r\nC\r\n${"b".repeat(12)}\r\n0\r\n\r\n`,
    `hello, world${"b".repeat(12)}`,
  ],
  ["0005\r\nhello\r\n000\r\n\r\n", "hello"],
  [`1234\r\n${LONG}\r\n0\r\n\r\n`, LONG],
  ["7\r\nGrüße\r\n0\r\n\r\n", "Grüße"],
  ["7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n"],
  ["0\r\n\r\n", ""],
];

Deno.test(
  test("a body in chunks arrives without its framing", {}, async () => {
    const calls: string[] = [];
    await using server = await start(serveWith(echoIn(calls)));
    const connection = await server.connect();
    for (const [chunks, body] of BODIES) {
      await variant(JSON.stringify(chunks.slice(0, 30)), async () => {
        await connection.send(postChunks(chunks) + get("/next"));
        const response = await connection.readResponse();
        expectStatus(response, 200, { likely: causeOf(response) });
        expectBody(response, body, {
          likely: chunks.startsWith("10") && response.body.length === 10
            ? "the size is read as a decimal number"
            : undefined,
        });
        const next = await connection.readResponse();
        expectStatus(next, 200, {
          expected: "the answer to GET /next, which follows the body",
        });
        expectValue("the last request", calls.at(-1), "GET /next");
      });
    }
  }),
);

Deno.test(test("chunks may arrive byte by byte", {}, async () => {
  await using server = await start(serveWith(echoIn([])));
  const connection = await server.connect();
  await connection.send(postChunks(""));
  const chunks = "5\r\nhello\r\n8\r\n chunked\r\n0\r\n\r\n";
  await connection.sendPieces(eachByte(chunks), 0);
  await connection.send(get("/next"));
  const response = await connection.readResponse();
  expectStatus(response, 200, { likely: causeOf(response) });
  expectBody(response, "hello chunked", {
    likely: "one read is taken for one chunk, or for a whole line",
  });
  expectStatus(await connection.readResponse(), 200);
}));

/** Field lines of a request, and what a handler sees in one field. */
const FIELDS:
  readonly (readonly [lines: string[], name: string, seen: string])[] = [
    [["Cookie: a=1", "Cookie: b=2"], "Cookie", "a=1; b=2"],
    [["Cookie: note=tea, sugar=two"], "Cookie", "note=tea, sugar=two"],
    [
      ["Accept: text/html", "accept: image/png"],
      "Accept",
      "text/html, image/png",
    ],
    [["X-Name:  Ada "], "X-Name", "Ada"],
  ];

Deno.test(test("the handler sees the same request as before", {
  because:
    "RFC 9110 section 5.3, RFC 6265 section 5.4: fields of one name are " +
    "joined with a comma, cookies with a semicolon",
}, async () => {
  let seen: HttpRequest;
  await using server = await start(serveWith((request) => {
    seen = request;
    return { status: 200 };
  }));
  for (const [lines, name, value] of FIELDS) {
    await variant(lines.join(" | "), async () => {
      const host = ["POST http://tea.example/a%20b?c=d HTTP/1.1", "Host: x"];
      const coding = "Transfer-Encoding: chunked";
      const request = httpRequest([...host, coding, ...lines], "0\r\n\r\n");
      expectStatus(await server.exchange(request), 200);
      const { method, target, path, query, version, headers } = seen;
      expectValue(
        "what the handler sees",
        { method, target, path, query, version, host: headers.get("host") },
        {
          method: "POST",
          target: "http://tea.example/a%20b?c=d",
          path: "/a%20b",
          query: "c=d",
          version: "1.1",
          host: "tea.example",
        },
      );
      expectValue("contentLength", seen.contentLength, undefined);
      const found = headers.get(name);
      expectValue(`the field ${name}`, found, value, {
        likely: name === "Cookie"
          ? "Headers joins, and splits, at a comma, which may be part of a " +
            "cookie: take the headers of readRequestHead"
          : undefined,
      });
    });
  }
}));

Deno.test(test("other requests are as they were", {
  because: "RFC 9112 section 6.3: without Transfer-Encoding, Content-Length " +
    "gives the length of the body; without either, the request has no body",
}, async () => {
  let seen: HttpRequest;
  await using server = await start(serveWith(async (request) => {
    seen = request;
    return { status: 200, body: await textOf(request.body) };
  }));
  for (const text of ["hello", "a", ""]) {
    await variant(`Content-Length: ${text.length}`, async () => {
      expectBody(await server.exchange(post("/", text)), text);
      expectValue("contentLength", seen.contentLength, text.length);
    });
  }
  await variant("a request without a body", async () => {
    expectStatus(await server.exchange(get("/")), 200);
    expectValue("body", seen.body, null);
  });
}));

/** Why a body in chunks is refused. */
function causeOf({ status }: RawResponse): string | undefined {
  if (status !== 411) return undefined;
  return "readRequestRest answers 411: from this task on, read the header " +
    "section with readRequestHead, and make the request yourself";
}
