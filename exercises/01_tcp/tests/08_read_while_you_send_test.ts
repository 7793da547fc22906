import { scriptedPeer, suite } from "../../../kit/mod.ts";
import { answerOf, expectLength, writeWhole } from "./peer.ts";

const test = suite(import.meta.url);

Deno.test(test("ask reads the echo of 16 MiB while it sends", {}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) return;
      await writeWhole(connection, buffer.subarray(0, count));
    }
  });
  const message = "echo".repeat(4 * 1024 * 1024);
  const likely = "ask sends everything before it reads: the server waits for " +
    "ask to read, and ask for the server; do the two at the same time";
  const answer = await answerOf(message, peer.addr, likely);
  expectLength("the echo has", answer.length, message.length);
}));
