/**
 * A seeded fuzzer for the persistent engine: mutated requests, pipelined and in
 * pieces. Whatever comes, the engine does not throw, hang or leak, and every
 * request that its handler sees is answered once, in order; a refusal ends the
 * connection.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, within } from "../kit/mod.ts";
import { serveHttp } from "../solutions/06_persistent.ts";
import { mutate, type Random, seeded } from "./mutated_requests.ts";

/** How many requests are mutated, and how long that may take at most. */
const REQUESTS = 100_000;
const AT_MOST_MS = 120_000;

/** How many clients run side by side, and requests on one connection. */
const CLIENTS = 8;
const PER_CONNECTION = 10;

Deno.test({
  name: "no mutated request makes the engine throw, hang, leak or answer twice",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const seed = 9112;
    const handled = new Map<string, string[]>();
    let throws = 0;
    const failures: string[] = [];
    const server = serveHttp({
      port: 0,
      log(line) {
        if (/ failed: /.test(line) && !/thrown on purpose/.test(line)) {
          failures.push(line);
        }
      },
    }, async (request) => {
      const client = `${request.remoteAddr.port}`;
      const ids = handled.get(client) ?? [];
      const id = `${ids.length}`;
      handled.set(client, [...ids, id]);
      if (request.path.includes("read")) {
        for await (const _ of request.body ?? []);
      }
      if (request.path.includes("throw")) {
        throws++;
        throw new Error("thrown on purpose");
      }
      const headers = { "X-Id": id };
      if (!request.path.includes("stream")) {
        return { status: 200, headers, body: "answer" };
      }
      return { status: 200, headers, body: ReadableStream.from(pieces()) };
    });
    const giveUp = Date.now() + AT_MOST_MS;
    let count = 0;

    async function runClient(random: Random) {
      while (count < REQUESTS && Date.now() < giveUp) {
        const connection = await Connection.open(server.addr);
        const port = `${connection.localAddr.port}`;
        handled.delete(port);
        const messages = Array.from(
          { length: PER_CONNECTION },
          () => mutate(random),
        );
        count += PER_CONNECTION;
        const answers = await converse(connection, messages, random);
        checkAnswers(answers, handled.get(port) ?? []);
        await connection.destroy();
      }
    }

    await Promise.all(
      Array.from(
        { length: CLIENTS },
        (_, index) => runClient(seeded(seed + index)),
      ),
    );
    const late = Symbol();
    assert(await within(server.shutdown(), 5000, late) !== late, "it hangs");
    assertEquals(failures, []);
    assert(throws > 0 && handled.size > 0);
    console.log(`seed ${seed}: ${count} requests`);
    assertEquals(count, REQUESTS, "the time was over too early");
  },
});

async function* pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new Uint8Array([1, 2, 3]);
  yield await Promise.resolve(new Uint8Array([4]));
}

/** What the answers on one connection were: their status and their id. */
type Answer = { status: number; id: string | null };

/** Sends the messages in pieces and reads all that comes. */
async function converse(
  connection: Connection,
  messages: Uint8Array[],
  random: Random,
): Promise<Answer[]> {
  const sending = (async () => {
    try {
      for (const message of messages) {
        const cut = random(message.length + 1);
        await connection.send(message.subarray(0, cut));
        await connection.send(message.subarray(cut));
      }
      await connection.closeWrite();
    } catch {
      // A refusal ends the connection: what follows need not be taken.
    }
  })();
  const answers: Answer[] = [];
  for (;;) {
    if (connection.unread.length === 0) {
      const outcome = await connection.more();
      if (outcome === "end of file" || outcome === "reset") break;
    }
    const { status, headers } = await connection.readResponse();
    if (status >= 200) answers.push({ status, id: headers.get("x-id") });
  }
  await sending;
  return answers;
}

/** Each handled request is answered once and in order; a refusal is the last. */
function checkAnswers(answers: Answer[], handled: string[]): void {
  const ids = answers.flatMap(({ id }) => id === null ? [] : [id]);
  const numbers = ids.map(Number);
  assertEquals(numbers, numbers.toSorted((a, b) => a - b), "out of order");
  assertEquals(new Set(ids).size, ids.length, "answered twice");
  assert(ids.every((id) => handled.includes(id)), "answered, never asked");
  assert(answers.length >= handled.length, "asked, never answered");
  const refusal = answers.findIndex(({ status }) =>
    status >= 400 && status !== 500
  );
  assert(
    refusal === -1 || refusal === answers.length - 1,
    "a refusal did not end the connection",
  );
}
