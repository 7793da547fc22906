import {
  expectThat,
  pause,
  scriptedPeer,
  start,
  suite,
  toBytes,
  visible,
} from "../../../kit/mod.ts";
import { ask } from "../client.ts";
import { serve } from "../server.ts";
import { answerOf, expectAnswer, expectError, readText, TRY } from "./peer.ts";

const test = suite(import.meta.url, { try: TRY });

const NO_END = "the client does not half-close: closeWrite() says that no " +
  "more follows";

Deno.test(test("ask sends a message and returns the answer", {}, async () => {
  let heard = "";
  await using peer = scriptedPeer(async (connection) => {
    heard = await readText(connection);
    await connection.write(toBytes("Yes"));
  });
  const answer = await answerOf("can you hear me?", peer.addr, NO_END);
  expectAnswer(answer, "Yes");
  const headline = `the server has received ${visible(heard)}`;
  expectThat(heard === "can you hear me?", headline, {
    expected: "the message, then an end of file",
  });
}));

Deno.test(test("ask waits for an answer that comes in pieces", {
  because: "RFC 9293 section 3.8: TCP carries a stream of bytes, not messages",
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    await connection.write(toBytes("Yes, "));
    await readText(connection);
    // Long enough for a client to take the first piece for the whole.
    await pause(20);
    await connection.write(toBytes("I can\n"));
  });
  const answer = await answerOf("can you hear me?", peer.addr, NO_END);
  const likely = "one read() is taken for the whole answer: read until null";
  expectAnswer(answer, "Yes, I can\n", answer === "Yes, " ? likely : undefined);
}));

Deno.test(test("ask and serve understand each other", {}, async () => {
  await using server = await start(serve);
  expectAnswer(await answerOf("can you hear me?", server.addr), "Yes");
  const { connect } = Deno;
  let asked = "";
  Deno.connect = (async (options: Deno.ConnectOptions) => {
    asked = `${options.hostname}:${options.port}`;
    return await connect({ port: server.addr.port });
  }) as typeof Deno.connect;
  await answerOf("can you hear me?", {});
  expectThat(asked === "127.0.0.1:8000", `ask connected to ${asked}`, {
    expected: "127.0.0.1:8000 if the options name no other address",
  });
}));

Deno.test(test("ask throws if no server listens", {}, async () => {
  const peer = scriptedPeer(async () => {});
  await peer[Symbol.asyncDispose]();
  await expectError(
    ask("can you hear me?", peer.addr),
    Deno.errors.ConnectionRefused,
    { result: "the error of Deno.connect is caught: let it through" },
  );
}));
