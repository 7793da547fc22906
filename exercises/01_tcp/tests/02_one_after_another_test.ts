import { expectThat, start, suite, visible } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer, TRY } from "./yes.ts";

const test = suite(import.meta.url, { try: TRY });

Deno.test(test("a second client is served after the first", {}, async () => {
  await using server = await start(serve);
  for (let client = 0; client < 3; client++) {
    await askServer(server, {
      silence: "accept() is called once: call it again after each connection",
    });
  }
}));

Deno.test(test("a client that only half-closes gets an end of file", {
  because: "RFC 9293 section 3.6: an end of file says that no more follows; " +
    "the connection still works in the other direction",
  try: "deno task send '' --half-close",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  const expected = "an end of file and nothing before it: nothing was asked";
  const answer = await connection.readToEnd({ expected });
  expectThat(answer.length === 0, `it was answered ${visible(answer)}`, {
    expected,
    likely: "read() returns null at the end of file: that is not a message",
  });
  await askServer(server, {
    silence: "the loop ends after a client that says nothing",
  });
}));
