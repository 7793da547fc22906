import {
  eachByte,
  pause,
  scriptedPeer,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { answerOf, expectAnswer } from "./peer.ts";

const test = suite(import.meta.url);

/** Characters of two, three and four bytes. */
const TEXTS = ["Grüße", "你好", "👋"];

Deno.test(test("ask decodes a character whose bytes arrive one at a time", {
  because: "RFC 3629: a UTF-8 character has up to four bytes, and a read may " +
    "end between any two of them",
}, async () => {
  for (const text of TEXTS) {
    await using peer = scriptedPeer(async (connection) => {
      connection.setNoDelay(true);
      await connection.read(new Uint8Array(100));
      for (const byte of eachByte(text)) {
        await connection.write(byte);
        await pause(1);
      }
    });
    await variant(`the answer is ${text}`, async () => {
      const answer = await answerOf("?", peer.addr);
      const likely = answer.includes("\ufffd")
        ? "each read() is decoded on its own: keep one TextDecoder and call " +
          "decode(…, { stream: true })"
        : undefined;
      expectAnswer(answer, text, likely);
    });
  }
}));
