/**
 * The relay of the lab passes on everything as it came: bytes, pauses, ends,
 * resets, and a reader's slowness.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Connection, pause, within } from "../../kit/mod.ts";
import { type Relay, startRelay, type Tap } from "../../lab/relay.ts";

/** How long anything may take, in milliseconds. */
const DEADLINE_MS = 5000;

/** A relay in front of a listener, and what its tap was told. */
class Bench implements AsyncDisposable {
  readonly told: string[] = [];
  listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  relay!: Relay;

  static async open(): Promise<Bench> {
    const bench = new Bench();
    bench.relay = await startRelay({
      port: 0,
      target: () => Promise.resolve(bench.listener.addr),
      tap: () => bench.#tap(),
    });
    return bench;
  }

  /** A client, and its connection as the server sees it. */
  async connect(canReset = false): Promise<[Connection, Deno.TcpConn]> {
    const { port } = this.relay;
    const addr = { transport: "tcp", hostname: "127.0.0.1", port } as const;
    return await Promise.all([
      Connection.open(addr, { canReset }),
      this.listener.accept(),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.relay[Symbol.asyncDispose]();
    this.listener.close();
  }

  #tap(): Tap {
    return {
      connected() {},
      bytes: (direction, { length }) =>
        void this.told.push(`${direction} ${length}`),
      ended: (direction, how) => void this.told.push(`${direction} ${how}`),
      closed: () => void this.told.push("closed"),
    };
  }
}

async function read(connection: Deno.TcpConn): Promise<string | null> {
  const buffer = new Uint8Array(1024);
  const reading = connection.read(buffer);
  const count = await within(reading, DEADLINE_MS, undefined);
  if (count === undefined) throw new Error("The server has received nothing");
  return count === null
    ? null
    : new TextDecoder().decode(buffer.subarray(0, count));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

Deno.test("a half-close reaches the server, and the answer still comes", async () => {
  await using bench = await Bench.open();
  const [client, server] = await bench.connect();
  await client.send("question");
  await client.closeWrite();
  assertEquals(await read(server), "question");
  assertEquals(await read(server), null);
  await server.write(bytesOf("answer"));
  server.close();
  assertEquals(new TextDecoder().decode(await client.readToEnd()), "answer");
  await client.destroy();
  assertEquals(bench.told, [
    "request 8",
    "request end of file",
    "response 6",
    "response end of file",
    "closed",
  ]);
});

Deno.test("packets arrive one by one, with their pauses", async () => {
  await using bench = await Bench.open();
  const [client, server] = await bench.connect();
  for (const piece of ["a", "bc", "d"]) {
    await client.send(piece);
    assertEquals(await read(server), piece);
  }
  server.close();
  await client.destroy();
  assertEquals(bench.told.slice(0, 3), ["request 1", "request 2", "request 1"]);
});

Deno.test("a client's reset reaches the server", async () => {
  await using bench = await Bench.open();
  const [client, server] = await bench.connect(true);
  await client.send("question");
  assertEquals(await read(server), "question");
  const reading = read(server).catch((error) => error);
  await client.reset();
  assert(await reading instanceof Deno.errors.ConnectionReset);
  server.close();
  // The server's end is not its own doing.
  assertEquals(bench.told.slice(0, 2), ["request 8", "request reset"]);
  assert(!bench.told.some((what) => what.startsWith("response")));
});

Deno.test("a client that has gone makes the server's writes fail", async () => {
  await using bench = await Bench.open();
  const [client, server] = await bench.connect();
  await client.send("question");
  await read(server);
  await client.destroy();
  async function writeUntilItFails(): Promise<string> {
    try {
      for (;;) {
        await server.write(new Uint8Array(1024));
        await pause(1);
      }
    } catch (error) {
      return (error as Error).name;
    }
  }
  const name = await within(writeUntilItFails(), DEADLINE_MS, "no error");
  assert(/BrokenPipe|ConnectionReset/.test(name), name);
  server.close();
});

Deno.test("a client that reaches no server is reset", async () => {
  await using bench = await Bench.open();
  bench.listener.close();
  const { port } = bench.relay;
  const addr = { transport: "tcp", hostname: "127.0.0.1", port } as const;
  await using client = await Connection.open(addr);
  assertEquals(await client.more(), "reset");
  bench.listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
});

Deno.test("a server that does not read slows the client down", async () => {
  await using bench = await Bench.open();
  const [client, server] = await bench.connect();
  const chunk = new Uint8Array(1 << 20);
  let sent = 0;
  const sending = (async () => {
    for (; sent < 64; sent++) await client.send(chunk);
  })().catch(() => {});
  await within(sending, 500, undefined);
  assert(
    sent < 32,
    `the relay has taken ${sent} MiB, and the server reads nothing`,
  );
  // The client is stuck, and the relay must not be: it ends with its sockets.
  server.close();
  await client.destroy();
  await sending;
});
