import { expectThat, start, suite, toBytes } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer, serveWith } from "./yes.ts";

const test = suite(import.meta.url);

Deno.test(
  test("a handler that throws ends its own connection only", {}, async () => {
    await using server = await start(serveWith(answerOrThrow));
    const unlucky = await server.connect();
    await unlucky.send("!");
    await unlucky.readToEnd({
      expected: "the connection of a handler that has thrown is closed",
      likely: {
        silence:
          "the connection is not closed after the error: close it in a " +
          "finally block",
      },
    });
    await askServer(server);
  }),
);

Deno.test(test("the log says what a handler has thrown", {}, async () => {
  await using server = await start(serveWith(answerOrThrow));
  const unlucky = await server.connect();
  await unlucky.send("!");
  await unlucky.readToEnd();
  await server.logged("handler broke", {
    likely: "the error is caught, but not given to log()",
  });
}));

Deno.test(test("shutdown logs nothing", {}, async () => {
  await using server = await start(serve);
  await server.connect();
  await askServer(server);
  await server.shutdown();
  const lines = server.log.length;
  expectThat(lines === 1, `${lines} lines were logged instead of 1`, {
    expected: "one line, about the one client that spoke",
    likely: lines > 1
      ? "accept() and read() throw when shutdown() closes what they wait on: " +
        "do not log those errors"
      : undefined,
  });
}));

/** Answers `Yes`, unless the client says "!". */
async function answerOrThrow(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(100);
  await connection.read(buffer);
  if (buffer[0] === "!".charCodeAt(0)) throw new Error("handler broke");
  await connection.write(toBytes("Yes"));
}
