import { expectThat, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectYes, TRY } from "./yes.ts";

const test = suite(import.meta.url, { try: TRY });

const NOT_CALLED = "log() is not called, or not taken from the options";

Deno.test(
  test("the log has one line for each client that speaks", {}, async () => {
    await using server = await start(serve);
    for (const message of ["can you hear me?", "and now?"]) {
      const connection = await server.connect();
      await connection.send(message);
      await expectYes(connection);
    }
    const count = server.log.length;
    expectThat(count === 2, `${count} lines were logged for 2 clients`, {
      expected: "log() is called once for each client that says something",
      likely: count === 0
        ? NOT_CALLED
        : "log() is called more than once for a client, or not for each",
    });
  }),
);

Deno.test(
  test("the line has the client's address and its message", {}, async () => {
    await using server = await start(serve);
    const connection = await server.connect();
    await connection.send("can you hear me?");
    await expectYes(connection);
    const line = await server.logged("", {
      expected: "log() is called when a client says something",
      likely: NOT_CALLED,
    });
    const { hostname, port } = connection.localAddr;
    const client = `${hostname}:${port}`;
    expectThat(line.includes(client), `the line does not name ${client}`, {
      expected: "the address and the port of the client",
      likely: line.includes(`${server.addr.port}`)
        ? "the line has the server's address: the client's is remoteAddr"
        : undefined,
    });
    expectThat(
      line.includes("can you hear me?"),
      "the line lacks the message",
      {
        expected: "the line contains: can you hear me?",
        likely: /99\W+97\W+110/.test(line)
          ? "the bytes are logged as numbers: decode them"
          : undefined,
      },
    );
    expectThat(!/\0|\\u0000|\\x00/.test(line), "the line has NUL characters", {
      expected: "the message, and nothing after it",
      likely:
        "the whole buffer is decoded: only its first bytes were read, as " +
        "many as read() says",
    });
  }),
);
