import {
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { expectLast, expectNext, recordIn, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 sections 2.2 and 9.6: after a request that cannot be " +
    "read, no server knows where the next begins",
  try:
    "deno task send 'HELLO\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' " +
    "--to-end",
});

const NOT_CAUGHT = "the error of readRequestStart, or of the function that " +
  "reads the rest, ends your function: catch it, and answer with its status";

const REFUSED: readonly (readonly [request: string, status: number])[] = [
  ["HELLO\r\n\r\n", 400],
  ["GET / HTTP/1.1\r\n\r\n", 400],
  [get("/", "No colon"), 400],
  ["GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505],
];

Deno.test(test("a request that cannot be read is the last", {}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  for (const [request, status] of REFUSED) {
    await variant(JSON.stringify(request), async () => {
      const connection = await server.connect();
      await connection.send(request + get("/more"));
      const response = await connection.readResponse({
        likely: { "end of file": NOT_CAUGHT, reset: NOT_CAUGHT },
      });
      expectStatus(response, status);
      await expectLast(response, connection, { found, expected: [] });
    });
  }
}));

Deno.test(test("a refused HEAD has no body", {
  because: "RFC 9110 section 9.3.2: an answer to HEAD has no body, whatever " +
    "its status",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  await connection.send("HEAD / HTTP/1.1\r\n\r\n");
  const response = await connection.readResponse({ method: "HEAD" });
  expectStatus(response, 400);
  await connection.expectEnd({
    likely: {
      excess: "the answer is made without the method: readRequestStart has " +
        "returned it before the header section was refused",
    },
  });
}));

Deno.test(test("a refused request is logged", {}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const request = "GET /old HTTP/2.0\r\nHost: localhost\r\n\r\n";
  await server.exchange(request);
  // With the blank, since the digits may be in the port of a client.
  await server.logged(" 505", {
    likely: "only the answers of the handler are logged",
  });
  const host = "GET /no-host HTTP/1.1\r\n\r\n";
  await server.exchange(host);
  const line = await server.logged(" 400");
  expectThat(line.includes("GET /no-host HTTP/1.1"), "no request-line", {
    expected: "the line has the request-line: readRequestStart has returned it",
  });
}));

Deno.test(test("OPTIONS * is answered 200, and no handler is asked", {
  because: "RFC 9110 section 9.3.7: a ping of the server, not of a resource",
  try: "deno task send 'OPTIONS * HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'",
}, async () => {
  const calls: string[] = [];
  await using server = await start(serveWith(recordIn(calls)));
  const connection = await server.connect();
  const lines = ["OPTIONS * HTTP/1.1", "Host: localhost"];
  await connection.send(httpRequest(lines));
  const response = await connection.readResponse();
  expectValue("the list of handled requests", calls, [], {
    likely: "the path of the request is *: do not call the handler then",
  });
  expectStatus(response, 200);
  expectBody(response, "");
  await expectNext(connection);
}));
