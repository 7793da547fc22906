import { expectThat, start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer } from "./yes.ts";

const test = suite(import.meta.url);

const LISTENER_ONLY =
  "shutdown() closes the listener only: keep a Map of the " +
  "open connections, and close each of them";

Deno.test(test("shutdown ends the connections that are open", {}, async () => {
  await using server = await start(serve);
  const silent = await server.connect();
  await askServer(server);
  await server.shutdown({ likely: { late: LISTENER_ONLY } });
  await silent.readToEnd({
    expected: "the connection of the silent client is closed",
    likely: { silence: LISTENER_ONLY },
  });
}));

Deno.test(
  test("shutdown frees the port, and may be called twice", {}, async () => {
    const first = await start(serve);
    const { port } = first.addr;
    await first.shutdown();
    const second = await start((options) => serve({ ...options, port }), {}, {
      expected: "the port is free after shutdown()",
      likely: {
        thrown: "shutdown() settles before the accept loop has ended: return " +
          "finished",
      },
    });
    await second.shutdown();
    await second.shutdown();
  }),
);

Deno.test(test("a connection that has ended is forgotten", {}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  await connection.readToEnd();
  await server.closes(connection);
  const before = server.closeCalls(connection);
  await server.shutdown();
  expectThat(server.closeCalls(connection) === before, "it is closed again", {
    expected: "shutdown() closes only the connections that are open",
    likely: "the server keeps every connection that it has ever served: " +
      "remove it when its task ends",
  });
}));

Deno.test(test("a server can be disposed of: await using", {
  likely: { thrown: "[Symbol.asyncDispose] is not the function shutdown" },
}, async () => {
  let port: number;
  {
    await using server = serve({ port: 0, log() {} });
    port = server.addr.port;
  }
  const second = await start((options) => serve({ ...options, port }));
  await second.shutdown();
}));
