/**
 * The suite of stage 02, task 11: clients that are unusual, but in the right.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  expectBody,
  expectInBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  pause,
  post,
  Program,
  type RunningServer,
  type ServerUnderTest,
  splitAt,
  start,
  type StartOptions,
  suite,
  variant,
} from "../../kit/mod.ts";
import { type HttpRequest, serve, serveHttp } from "./server.ts";

const task = suite(import.meta.url);

/** Serves a handler that tells whether it believes that the client has gone. */
function serveSlowly(options: StartOptions): RunningServer {
  return serveHttp(options, async ({ body, signal }: HttpRequest) => {
    if (body) await new Response(body).text();
    // Long enough for the end of file to be seen.
    await pause(50);
    return { status: 200, body: `the signal has aborted: ${signal.aborted}` };
  });
}

/** Serves a handler that tells what it has understood. */
function serveEcho(options: StartOptions): RunningServer {
  return serveHttp(options, ({ path, query, headers }) => ({
    status: 200,
    body: `${path} ${query} ${headers.get("host")}`,
  }));
}

Deno.test(task(11, "a client that has half-closed gets its answer", {
  because: "RFC 9293 section 3.6: an end of file says that no more is " +
    "coming, not that nothing is wanted",
  likely: "the end of file is taken for a client that has gone",
}, async () => {
  await using server = await start(serveSlowly);
  for (const request of [get("/"), post("/", "firstname=Ada")]) {
    await variant(request.slice(0, request.indexOf("\r\n")), async () => {
      const connection = await server.connect();
      await connection.send(request);
      await connection.closeWrite();
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, "the signal has aborted: false");
    });
  }
}));

Deno.test(task(11, "a client that says nothing is not answered", {
  because: "browsers open connections ahead of time, and may not need them",
  likely: "the end of file before the first byte is answered 400: it is no " +
    "bad request, it is none",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  const bytes = await connection.readToEnd();
  if (bytes.length > 0) {
    throw new Failure("nothing was asked, and something is answered", {
      transcript: connection.transcript,
      mark: { offset: 0, note: "no answer was expected" },
      expected: "an end of file",
    });
  }
  expectStatus(await server.exchange(get("/")), 200);
}));

Deno.test(task(11, "what is unusual, but allowed, is served", {
  because: "RFC 9112 sections 2.2, 3.2.2 and 5; RFC 9110 section 5.1",
  likely: "a server that knows its own browser only: each line of the table " +
    "is a client that exists",
  try: "curl -i --request-target http://localhost/ http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const host = "Host: localhost";
  const rows: Record<string, string> = {
    "an empty line before the request": `\r\n${get("/")}`,
    "HTTP/1.0 without Host": httpRequest(["GET / HTTP/1.0"]),
    "a field name in upper and lower case": httpRequest([
      "GET / HTTP/1.1",
      "hOST: localhost",
    ]),
    "no space after the colon": httpRequest([
      "GET / HTTP/1.1",
      "Host:localhost",
    ]),
    "an empty field value": get("/", "Accept:"),
    "absolute-form": httpRequest(["GET http://localhost/ HTTP/1.1", host]),
    "absolute-form, no path": httpRequest([
      "GET http://localhost HTTP/1.1",
      host,
    ]),
    "a scheme in capitals": httpRequest([
      "GET HTTP://localhost/ HTTP/1.1",
      host,
    ]),
    "OPTIONS *": httpRequest(["OPTIONS * HTTP/1.1", host]),
    "a GET with a body": get("/", "Content-Length: 5") + "hello",
  };
  for (const [name, request] of Object.entries(rows)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 200);
      if (name !== "OPTIONS *") expectInBody(response, "</form>");
    });
  }
  await variant("the authority of absolute-form counts, not Host", async () => {
    await using server = await start(serveEcho);
    const requestLine = "GET http://example.org:80/a/../b?c HTTP/1.1";
    const response = await server.exchange(httpRequest([requestLine, host]));
    expectBody(response, "/a/../b c example.org:80", {
      likely: "new URL() resolves /../ and leaves the port 80 out: take the " +
        "target apart as it stands",
    });
  });
}));

/** Sends the body of a request when the server says that it wants it. */
async function expectContinue(server: ServerUnderTest, expectation: string) {
  const request = post("/", "firstname=Ada", `Expect: ${expectation}`);
  const connection = await server.connect();
  const [head, body] = splitAt(request, request.indexOf("firstname"));
  await connection.send(head);
  expectStatus(await connection.readResponse(), 100);
  await connection.send(body);
  expectInBody(await connection.readResponse(), "<p>Ada</p>");
}

Deno.test(
  task(11, "100 Continue comes when the body is wanted, and only then", {
    because:
      "RFC 9110 section 10.1.1: the client waits to be told whether to " +
      "send its body",
    likely:
      "it is sent as soon as the header section is read, also to who is " +
      "refused (a ReadableStream calls pull once by itself, unless its " +
      "highWaterMark is 0); or never, and the client waits; or the read that " +
      "watches for a reset takes the body away: begin it behind the body",
    try:
      "curl -i -H 'Expect: 100-continue' -d 'firstname=Ada' http://127.0.0.1:8000/",
  }, async () => {
    await using server = await start(serve);
    await variant(
      "a client that waits",
      () => expectContinue(server, "100-continue"),
    );
    const refused = { "POST /nothing HTTP/1.1": 404, "PUT / HTTP/1.1": 405 };
    for (const [requestLine, status] of Object.entries(refused)) {
      await variant(`${requestLine}, which is refused`, async () => {
        const fieldLines = ["Content-Length: 13", "Expect: 100-continue"];
        const lines = [requestLine, "Host: localhost", ...fieldLines];
        expectStatus(await server.exchange(httpRequest(lines)), status);
      });
    }
    await variant("HTTP/1.0 does not know 100", async () => {
      const fieldLines = ["Content-Length: 13", "Expect: 100-continue"];
      const lines = ["POST / HTTP/1.0", ...fieldLines];
      const request = httpRequest(lines, "firstname=Ada");
      const response = await server.exchange(request);
      expectStatus(response, 200, {
        likely: "Expect is looked at, the version is not",
      });
      expectInBody(response, "<p>Ada</p>");
    });
    await variant(
      "100-CONTINUE in capitals",
      () => expectContinue(server, "100-CONTINUE"),
    );
  }),
);

Deno.test(task(11, "as a program it serves from anywhere, and ends on Ctrl-C", {
  because: "the working directory is where somebody happens to stand",
  likely: "Deno.readFile('fixtures/…') is relative to the working directory: " +
    "new URL('…', import.meta.url) is not",
  try: "deno run -A exercises/02_http/server.ts",
}, async () => {
  const directory = await Deno.makeTempDir();
  try {
    const url = import.meta.resolve("./server.ts");
    await using program = Program.start(url, ["--port", "0"], directory);
    const silent = await program.connect();
    const connection = await program.connect();
    await connection.send(get("/"));
    const response = await connection.readResponse();
    expectStatus(response, 200);
    expectInBody(response, "</form>");
    const { code, stderr } = await program.interrupt();
    await silent.readToEnd();
    assertEquals(stderr, "");
    assertEquals(code, 0);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}));
