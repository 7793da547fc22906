import { expectThat, Moment, start, suite, toBytes } from "../../../kit/mod.ts";
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
  const line = await server.logged("handler broke", {
    likely: "the error is caught, but not given to log()",
  });
  expectThat(line.includes("answerOrThrow"), "the line does not say where", {
    expected:
      "the stack of the error, which names the function that has thrown",
    likely: "the text of an error is its name and message: log error.stack",
  });
}));

Deno.test(test("a handler may throw any value", {}, async () => {
  await using server = await start(serveWith(() => {
    throw "not an Error";
  }));
  await (await server.connect()).readToEnd();
  await server.logged("not an Error", {
    likely: "only an Error has a stack: log any other value itself",
  });
}));

Deno.test(test("shutdown logs nothing", {}, async () => {
  using begun = new Moment("the handler is called");
  await using server = await start(serveWith(async (connection) => {
    begun.happen();
    await connection.read(new Uint8Array(1)).catch(() => {
      throw new Error("no message");
    });
  }));
  await server.connect();
  await begun.expect();
  await server.shutdown();
  const lines = server.log.length;
  expectThat(lines === 0, `${lines} lines were logged`, {
    expected: "no line: the handler was interrupted by shutdown() itself",
    likely: lines > 0
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
