import { scriptedPeer, suite, toBytes } from "../../../kit/mod.ts";
import { answerOf, expectAnswer, expectLength, readText } from "./peer.ts";

const test = suite(import.meta.url);

Deno.test(test("ask sends a message of 8 MiB", {}, async () => {
  let length = 0;
  await using peer = scriptedPeer(async (connection) => {
    length = (await readText(connection)).length;
    await connection.write(toBytes("Yes"));
  });
  const message = "can you hear me?".repeat(512 * 1024);
  expectAnswer(await answerOf(message, peer.addr), "Yes");
  const likely = "write() may take only a part: it returns how many bytes it " +
    "took, so call it again with the rest";
  expectLength("the server has received", length, message.length, likely);
}));
