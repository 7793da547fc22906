import {
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  post,
  start,
  type StartOptions,
  suite,
  variant,
  visible,
} from "../../../kit/mod.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import { HttpError, readRequest, serve, writeResponse } from "../server.ts";
import { textOf } from "./handlers.ts";

const test = suite(import.meta.url);

const SPINS = "the loop goes on although read() has returned null: no more " +
  "will arrive";

Deno.test(test("a client that says nothing is not answered", {
  because: "browsers open connections ahead of time, and may not need them",
  try: "deno task send '' --half-close",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  const expected = "an end of file and nothing before it";
  const answer = await connection.readToEnd({
    expected,
    likely: { silence: SPINS },
  });
  expectThat(answer.length === 0, `the answer is ${visible(answer)}`, {
    expected,
    likely: "the end of file before the first byte is treated as a bad request",
  });
  expectStatus(await server.exchange(get("/")), 200);
}));

/** Requests whose clients end too early. */
const CUT_SHORT = {
  "within the request-line": "GET / HT",
  "before the empty line": get("/").slice(0, -2),
  "within the body": post("/", "firstname=Ada").slice(0, -1),
};

Deno.test(test("a request that is cut short is answered 400", {
  because: "RFC 9112 section 8: an incomplete request",
  try: "deno task send 'GET / HT' --half-close",
}, async () => {
  await using server = await start(serve);
  for (const [where, request] of Object.entries(CUT_SHORT)) {
    await variant(`the client ends ${where}`, async () => {
      const connection = await server.connect();
      await connection.send(request);
      await connection.closeWrite();
      const response = await connection.readResponse({
        likely: { silence: SPINS },
      });
      expectStatus(response, 400, {
        likely: response.status === 200
          ? "the request is served as if it were complete"
          : response.status === 500
          ? "what is thrown at the end of file is not an HttpError"
          : undefined,
      });
      await connection.expectEnd();
    });
  }
}));

/** Serves a connection without serveHttp, and records what happened. */
function serveByHand(results: unknown[]) {
  return (options: StartOptions) =>
    serveTcp(options, async (connection) => {
      try {
        const request = await readRequest(connection);
        results.push(request?.method);
        if (request === undefined) return;
        const body = await textOf(request.body);
        await writeResponse(connection, { status: 201, body }, request);
      } catch (error) {
        results.push(error);
        if (!(error instanceof HttpError)) throw error;
        await writeResponse(connection, { status: error.status });
        results.push("written");
      }
    });
}

Deno.test(test("readRequest and writeResponse work on their own", {
  because: "serveHttp consists of them, and something else may, too",
}, async () => {
  const results: unknown[] = [];
  await using server = await start(serveByHand(results));
  const response = await server.exchange(post("/", "hello"));
  expectStatus(response, 201);
  expectBody(response, "hello");
  const silent = await server.connect();
  await silent.closeWrite();
  await silent.readToEnd();
  expectValue("without a request, readRequest's result", results[1], undefined);
  expectStatus(await server.exchange("HELLO\r\n\r\n"), 400);
  expectThat(
    results[2] instanceof HttpError,
    `readRequest gave ${results[2]} for a malformed request`,
    { expected: "an HttpError is thrown" },
  );
  await server.shutdown();
  expectValue("after writeResponse without a request", results[3], "written");
}));
