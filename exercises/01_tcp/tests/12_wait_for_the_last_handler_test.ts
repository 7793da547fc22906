import {
  expectThat,
  interceptAccept,
  Moment,
  Program,
  start,
  suite,
  within,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url);

Deno.test(
  test("finished settles when the last handler has ended", {}, async () => {
    using begun = new Moment("the handler is called");
    using gate = new Moment("the handler may end");
    await using server = await start(serveWith(async () => {
      begun.happen();
      await gate.promise;
    }));
    await server.connect();
    await begun.expect();
    const stopped = server.shutdown();
    for (
      const [name, promise] of [
        ["finished", server.finished],
        ["shutdown()", stopped],
      ] as const
    ) {
      const early = await within(promise.then(() => true), 20, false);
      expectThat(!early, `${name} has settled while a handler still runs`, {
        expected: "shutdown() and finished settle when no handler runs",
        likely:
          "finished is the promise of the accept loop alone, or already " +
          "settled: wait for the task of every connection",
      });
    }
    gate.happen();
    await stopped;
    await server.finished;
  }),
);

Deno.test(test("a client that arrives with shutdown() is closed", {
  likely: {
    late: "shutdown() closes the connections that it knows: when accept() " +
      "returns afterwards, close the connection instead of serving it",
    leak: "a connection that accept() returns after shutdown() is not closed",
  },
}, async () => {
  await using server = await start(serve);
  let stopped: Promise<void> | undefined;
  interceptAccept(async (accept) => {
    const connection = await accept();
    stopped = server.shutdown();
    return connection;
  });
  // The accept() that waits already is not intercepted.
  const first = await server.connect();
  const second = await server.connect();
  await second.readToEnd();
  await first.readToEnd();
  await stopped;
}));

Deno.test(test("as a program it prints its URL, and ends on Ctrl-C", {
  try: "deno run -A exercises/01_tcp/server.ts",
}, async () => {
  const url = import.meta.resolve("../server.ts");
  await using program = Program.start(url, ["--port", "0"]);
  const silent = await program.connect();
  const connection = await program.connect();
  await connection.send("can you hear me?");
  await expectYes(connection);
  await program.line(/can you hear me\?/, "line about its client");
  const { code, stderr } = await program.interrupt();
  await silent.readToEnd();
  expectThat(code === 0 && stderr === "", `it ended with code ${code}`, {
    expected: `exit code 0 and nothing on stderr, which has "${stderr}"`,
  });
}));
