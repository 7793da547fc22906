import {
  expectStatus,
  expectThat,
  get,
  type ServerUnderTest,
  start,
  suite,
} from "../../../kit/mod.ts";
import { CLOSE, serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  try: "curl http://127.0.0.1:8000/nothing",
});

const serve203 = serveWith(() => ({ status: 203 }));

/** Expects one line, and that it has all parts. */
async function expectLine(server: ServerUnderTest, parts: readonly string[]) {
  // After its end, a server has logged everything.
  await server.shutdown();
  const { length } = server.log;
  expectThat(length === 1, `${length} lines were logged for one request`, {
    expected: "one line for each request",
    likely: length === 0
      ? "log() is not called, or not taken from the options"
      : undefined,
  });
  const [line] = server.log;
  for (const part of parts) {
    expectThat(line.includes(part), `${part} is missing in the log`, {
      expected: `one line with ${parts.join(", ")}`,
    });
  }
}

Deno.test(
  test(
    "the line has the client, the request-line and the status",
    {},
    async () => {
      await using server = await start(serve203);
      const connection = await server.connect();
      await connection.send(get("/tea?sugar=1", CLOSE));
      expectStatus(await connection.readResponse(), 203);
      await connection.expectEnd();
      const { hostname, port } = connection.localAddr;
      const requestLine = "GET /tea?sugar=1 HTTP/1.1";
      await expectLine(server, [`${hostname}:${port}`, requestLine, "203"]);
    },
  ),
);

Deno.test(test("a request that is refused is logged too", {}, async () => {
  await using server = await start(serve203);
  expectStatus(await server.exchange("HELLO THERE\r\n\r\n"), 400);
  await expectLine(server, ["127.0.0.1:", "400"]);
  const [line] = server.log;
  const word = /undefined|null|NaN/.exec(line)?.[0];
  expectThat(word === undefined, `the line has the word ${word}`, {
    expected: "a dash in place of a request-line that could not be parsed",
  });
  expectThat(line.includes("-"), "the line has no dash", {
    expected: "a dash in place of a request-line that could not be parsed",
  });
}));

Deno.test(test("a client that sends nothing is not logged", {
  because: "browsers open connections ahead of time, and may not need them",
}, async () => {
  await using server = await start(serve203);
  const silent = await server.connect();
  await silent.closeWrite();
  await silent.readToEnd();
  await server.shutdown();
  expectThat(server.log.length === 0, "a line was logged without a request", {
    expected: "one line for each request, and none without",
    likely:
      "readRequest has returned undefined, and it is logged or used all " +
      "the same",
  });
}));
