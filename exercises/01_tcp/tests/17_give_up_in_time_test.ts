import { pause, scriptedPeer, suite, toBytes } from "../../../kit/mod.ts";
import { ask } from "../client.ts";
import { expectError } from "./peer.ts";

const test = suite(import.meta.url);

Deno.test(test("ask gives up on a server that never answers", {}, async () => {
  const over = Promise.withResolvers<void>();
  await using peer = scriptedPeer(() => over.promise);
  const asked = ask("can you hear me?", { ...peer.addr, timeoutMs: 50 });
  await expectError(
    asked,
    Deno.errors.TimedOut,
    {
      pending: "read() waits without a deadline: a timer has to close the " +
        "connection",
    },
  );
  over.resolve();
}));

Deno.test(test("ask gives up on an answer that never ends", {}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    const end = Date.now() + 600;
    while (Date.now() < end) {
      await connection.write(toBytes("Y"));
      await pause(5);
    }
  });
  const asked = ask("can you hear me?", { ...peer.addr, timeoutMs: 200 });
  await expectError(asked, Deno.errors.TimedOut, {
    result: "the deadline starts again with each read: it is for the whole " +
      "exchange",
  });
}));

Deno.test(test("an error of the connection stays what it is", {}, async () => {
  const { connect } = Deno;
  Deno.connect = (async (options: Deno.ConnectOptions) => {
    const connection = await connect(options);
    connection.closeWrite = () =>
      Promise.reject(new Deno.errors.NotConnected("the server has gone"));
    return connection;
  }) as typeof Deno.connect;
  await using peer = scriptedPeer(async (connection) => {
    while (await connection.read(new Uint8Array(100)) !== null);
  });
  await expectError(
    ask("can you hear me?", peer.addr),
    Deno.errors.NotConnected,
    {
      result: "the error of closeWrite() is lost: await it",
      timedOut:
        "every error becomes TimedOut: throw it only if the timer has " +
        "closed the connection, and the error itself otherwise",
    },
  );
}));
