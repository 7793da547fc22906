import { expectThat, Moment, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { writeWhole } from "./peer.ts";
import { askServer, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because: "RFC 9293 section 3.5.2: a reset may come at any time",
});

/** The messages of clients that then reset their connection. */
const MESSAGES = ["", "and away"];

Deno.test(
  test("a client that resets ends its own connection only", {}, async () => {
    await using server = await start(serve);
    for (const message of MESSAGES) {
      const connection = await server.connect({ canReset: true });
      if (message) await connection.send(message);
      await connection.reset();
    }
    await askServer(server);
    expectThat(!/reset|broken pipe/i.test(server.log.join()), "it was logged", {
      expected: "no line of the log about a client that has gone",
      likely:
        "every error is logged: leave out those that say that the client " +
        "has gone",
    });
  }),
);

Deno.test(
  test(
    "a client that vanishes before its answer disturbs no other",
    {},
    async () => {
      using connected = new Moment("the handler is called");
      using gone = new Moment("the client has gone");
      const size = 8 * 1024 * 1024;
      await using server = await start(serveWith(async (connection) => {
        connected.happen();
        await gone.promise;
        await writeWhole(connection, new Uint8Array(size));
      }));
      const vanishing = await server.connect({ canReset: true });
      await connected.expect();
      await vanishing.reset();
      gone.happen();
      const next = await server.connect();
      const { length } = await next.readToEnd();
      expectThat(length === size, `the next client received ${length} bytes`, {
        expected: `all ${size} bytes of its answer`,
      });
    },
  ),
);
