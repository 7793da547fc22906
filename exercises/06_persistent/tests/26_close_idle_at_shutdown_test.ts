import { get, start, suite, variant } from "../../../kit/mod.ts";
import { serveEmpty } from "./engine.ts";
import { SHUTDOWN } from "./shutdown.ts";

const test = suite(import.meta.url, {
  because: `${SHUTDOWN}; an idle connection has nothing to wait for`,
});

const WAITS = {
  late: "shutdown() waits for the next request of an idle connection: close " +
    "such connections, and their pending read ends",
};

Deno.test(test("shutdown() closes idle connections at once", {}, async () => {
  await using server = await start(serveEmpty);
  const used = await server.connect();
  await used.send(get("/"));
  await used.readResponse();
  const fresh = await server.connect();
  const other = await server.connect();
  await other.send(get("/"));
  // The server has accepted the connection before this one.
  await other.readResponse();
  await server.shutdown({ likely: WAITS });
  for (const [name, connection] of Object.entries({ used, fresh })) {
    await variant(`a ${name} connection`, () => connection.expectEnd());
  }
}));

Deno.test(test("shutdown() waits until a drain has ended", {
  because: "RFC 9112 section 9.6: a reset could destroy the last answer",
}, async () => {
  await using server = await start(serveEmpty, { lingerMs: 50 });
  const connection = await server.connect();
  await connection.send(get("/", "Connection: close"));
  await connection.readResponse();
  await connection.expectEnd();
  await server.shutdown();
  await server.closes(connection, {
    expected: "nothing is open when shutdown() has ended",
    likely: {
      silence:
        "a connection is forgotten when its last answer is sent: it is " +
        "open until it has been drained",
    },
  });
}));
