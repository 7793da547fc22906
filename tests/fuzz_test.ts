/**
 * A seeded fuzzer for both engines: mutated requests, pipelined and in pieces.
 * No request makes an engine throw, hang or leak; each request that its handler
 * sees is answered once, in order; a refusal ends the connection.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, within } from "../kit/mod.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { ENGINES } from "./engines.ts";
import { mutate, type Random, seeded } from "./mutated_requests.ts";

/** How many requests are sent, and how long that may take, in milliseconds. */
const REQUESTS = 100_000;
const AT_MOST_MS = 120_000;

/** How many clients run side by side, and requests on one connection. */
const CLIENTS = 8;
const PER_CONNECTION = 10;

/** How long the server may take to stop, in milliseconds. */
const SHUTDOWN_MS = 5000;

const SEED = 9112;

for (const { name, serveHttp } of ENGINES) {
  Deno.test({
    name:
      `no mutated request makes an engine throw, hang, leak or answer twice (${name} engine)`,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const site = new FuzzedSite();
      const options = { port: 0, log: (line: string) => site.log(line) };
      const server = serveHttp(options, site.handler);
      const giveUp = Date.now() + AT_MOST_MS;
      let count = 0;

      async function runClient(random: Random): Promise<void> {
        while (count < REQUESTS && Date.now() < giveUp) {
          count += PER_CONNECTION;
          await useConnection(server.addr, site, random);
        }
      }

      await Promise.all(
        Array.from(
          { length: CLIENTS },
          (_, index) => runClient(seeded(SEED + index)),
        ),
      );
      const late = Symbol();
      const outcome = await within(server.shutdown(), SHUTDOWN_MS, late);
      assert(outcome !== late, "shutdown() does not end");
      assertEquals(site.failures, []);
      assert(site.throws > 0, "no request made the handler throw");
      assertEquals(count, REQUESTS, `seed ${SEED}: too slow`);
    },
  });
}

/** A handler with answers of every kind, which numbers those of each client. */
class FuzzedSite {
  /** The numbers of the requests that were handled, by the client's port. */
  readonly handled = new Map<string, string[]>();
  /** Lines of the log about failures that are not the handler's. */
  readonly failures: string[] = [];
  /** How often the handler has thrown. */
  throws = 0;

  readonly handler: HttpHandler = async ({ path, body, remoteAddr }) => {
    const ids = this.handled.get(`${remoteAddr.port}`) ?? [];
    const id = `${ids.length}`;
    this.handled.set(`${remoteAddr.port}`, [...ids, id]);
    if (path.includes("read")) {
      for await (const _ of body ?? []);
    }
    if (path.includes("throw")) {
      this.throws++;
      throw new Error("thrown on purpose");
    }
    const headers = { "X-Id": id };
    if (!path.includes("stream")) {
      return { status: 200, headers, body: "answer" };
    }
    return { status: 200, headers, body: ReadableStream.from(pieces()) };
  };

  log(line: string): void {
    if (/ failed: /.test(line) && !/thrown on purpose/.test(line)) {
      this.failures.push(line);
    }
  }
}

async function* pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new Uint8Array([1, 2, 3]);
  yield await Promise.resolve(new Uint8Array([4]));
}

async function useConnection(
  addr: Deno.NetAddr,
  site: FuzzedSite,
  random: Random,
): Promise<void> {
  await using connection = await Connection.open(addr);
  const port = `${connection.localAddr.port}`;
  site.handled.delete(port);
  const messages = Array.from({ length: PER_CONNECTION }, () => mutate(random));
  const answers = await converse(connection, messages, random);
  checkAnswers(answers, site.handled.get(port) ?? []);
}

/** A final answer: its status, and the number that the handler gave it. */
type Answer = { status: number; id: string | null };

/** Sends the messages in pieces, and reads everything that is answered. */
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
      // After a refusal the server need not accept more.
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
