/**
 * The lab as a whole, without a browser: the server's own calls, its programs,
 * restarts, messages from the command line, and servers that do not start.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, get, pause, TempDir } from "../../kit/mod.ts";
import { parseCommandLine } from "../../lab/command_line.ts";
import { type Lab, startLab } from "../../lab/lab.ts";
import type { Lane } from "../../lab/lane.ts";
import type { LaneEvent, Update } from "../../lab/updates.ts";

/** How long anything may take, in milliseconds. */
const DEADLINE_MS = 15_000;

async function open(...args: string[]): Promise<Lab> {
  const options = parseCommandLine([...args, "--port=0", "--page-port=0"]);
  if (options === "help") throw new Error("This is the help");
  return await startLab(options);
}

/** Waits until something is there. */
async function until<Value>(
  find: () => Value | undefined | false,
  what: string,
): Promise<Value> {
  const giveUp = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > giveUp) throw new Error(`There is no ${what}`);
    await pause(20);
  }
}

/** Sends a request to the relay, and reads to the end. */
async function exchange({ port }: Lab, request: string): Promise<string> {
  const addr = { transport: "tcp", hostname: "127.0.0.1", port } as const;
  await using connection = await Connection.open(addr, {
    silenceMs: DEADLINE_MS,
  });
  await connection.send(request);
  return new TextDecoder().decode(await connection.readToEnd());
}

function closed({ recorder }: Lab): Lane | undefined {
  return recorder.lanes.find(({ isClosed }) => isClosed);
}

type Call = Extract<LaneEvent, { type: "call" }>;

/** The calls of the server, when the last of them has been reported. */
async function callsOf({ recorder }: Lab, lane: Lane): Promise<Call[]> {
  const calls = () => lane.events.filter((event) => event.type === "call");
  await until(() => {
    // Reports are recorded when somebody looks.
    recorder.lanes.at(-1);
    return calls().some(({ name, returnedAt }) =>
      name === "close" && returnedAt
    );
  }, "report of close()");
  return calls();
}

/** Collects the news about the server's state and its output. */
function watch(lab: Lab): { readonly seen: Update[] } & Disposable {
  const seen: Update[] = [];
  const close = lab.recorder.subscribe((updates) => void seen.push(...updates));
  return { seen, [Symbol.dispose]: close };
}

Deno.test("the server's own reads and writes are shown, with their lines", async () => {
  await using lab = await open("02", "--reference");
  const answer = await exchange(lab, get("/"));
  const lane = await until(() => closed(lab), "closed connection");
  const calls = await callsOf(lab, lane);
  const read = calls.find(({ name }) => name === "read")!;
  assertEquals([read.start, read.result], [0, get("/").length]);
  assert(/^\w+\.ts:\d+$/.test(`${read.where}`), read.where);
  const written = calls.filter(({ name }) => name === "write")
    .reduce((sum, { result }) => sum + Number(result), 0);
  assertEquals(written, new TextEncoder().encode(answer).length);
  assert(calls.some(({ name }) => name === "closeWrite"));
});

Deno.test("the output of a CGI program is shown when it comes", async () => {
  await using lab = await open("04", "--reference");
  await exchange(lab, get("/cgi-bin/hello.sh"));
  const lane = await until(() => closed(lab), "closed connection");
  const output = await until(
    () => lane.streams.find(({ name }) => name === "program output"),
    "output",
  );
  await until(() => output.total > 0, "bytes of output");
  assertEquals(output.parts[0].kind, "field-name");
  assert(
    lane.events.some((event) =>
      event.type === "script" && event.what === "started"
    ),
  );
});

Deno.test("a server is started again when its file has changed", async () => {
  await using directory = await TempDir.create();
  const path = directory.resolve("server.ts");
  const program = (answer: string) => `
    const listener = Deno.listen({ port: 8000 });
    for await (const connection of listener) {
      await connection.write(new TextEncoder().encode("${answer}"));
      connection.close();
    }`;
  await Deno.writeTextFile(path, program("old"));
  await using lab = await open(path);
  assertEquals(await exchange(lab, "a"), "old");
  await Deno.writeTextFile(path, program("new"));
  const giveUp = Date.now() + DEADLINE_MS;
  let answer = "";
  // The old server may take a connection with it.
  while (answer !== "new" && Date.now() < giveUp) {
    answer = await exchange(lab, "a").catch(() => "");
  }
  assertEquals(answer, "new");
});

Deno.test("streams of a connection are watched as reads and writes", async () => {
  await using directory = await TempDir.create();
  const path = directory.resolve("server.ts");
  await Deno.writeTextFile(
    path,
    `for await (const connection of Deno.listen({ port: 8000 })) {
      connection.readable.pipeTo(connection.writable).catch(() => {});
    }`,
  );
  await using lab = await open(path);
  const { port } = lab;
  const addr = { transport: "tcp", hostname: "127.0.0.1", port } as const;
  await using client = await Connection.open(addr, { silenceMs: DEADLINE_MS });
  await client.send("echo");
  assertEquals(await client.readUntil("echo"), "echo");
  await client.closeWrite();
  await client.readToEnd();
  const lane = await until(() => closed(lab), "closed connection");
  const calls = await callsOf(lab, lane);
  const results = calls.map(({ name, result }) => `${name} ${result}`);
  assertEquals(results.slice(0, 2), ["read 4", "write 4"]);
});

Deno.test("a server on Deno.serve is found, with any port that it asks for", async () => {
  await using directory = await TempDir.create();
  const path = directory.resolve("server.ts");
  await Deno.writeTextFile(path, `Deno.serve(() => new Response("served"));`);
  await using lab = await open(path);
  const answer = await exchange(lab, get("/", "Connection: close"));
  assertStringIncludes(answer, "served");
});

Deno.test("what the command line asks for is sent at once", async () => {
  const text = "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n";
  await using lab = await open(
    "02",
    "--reference",
    "--send",
    text,
    "--split=16,25",
    "--delay=150",
  );
  const lane = await until(() => closed(lab), "closed connection");
  assertEquals(lane.origin, "--send");
  const calls = await callsOf(lab, lane);
  const reads = calls.filter(({ name, result }) =>
    name === "read" && typeof result === "number"
  );
  assertEquals(reads.map(({ result }) => result), [16, 9, 2]);
});

Deno.test("a server that does not start is shown, and its clients are reset", async () => {
  await using directory = await TempDir.create();
  const path = directory.resolve("server.ts");
  await Deno.writeTextFile(path, `throw new Error("not today");`);
  await using lab = await open(path);
  using page = watch(lab);
  await until(
    () =>
      page.seen.some((update) =>
        update.type === "server" && update.state === "ended"
      ),
    "end of the server",
  );
  assert(
    page.seen.some((update) =>
      update.type === "log" && update.line.includes("not today")
    ),
  );
  // The reset may be there before the client has looked at its connection.
  const answer = await exchange(lab, get("/")).catch((error) => error);
  assert(answer instanceof Error, answer);
});
