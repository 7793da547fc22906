/**
 * `engine/main.ts --processes N`: all processes serve the site, and all of them
 * end, however the program is ended.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectInBody,
  expectStatus,
  get,
  httpRequest,
  TempDir,
} from "../../kit/mod.ts";
import { ROOT } from "../deno_command.ts";
import { ProcessFamily, untilPortIsFree } from "./process_family.ts";

const URL_OF_PROGRAM = new URL("engine/main.ts", ROOT).href;
const COUNT = 3;

/**
 * How many connections reach every process. The kernel distributes them by a
 * hash of the addresses. That one of three processes gets no connection out of
 * 64 happens once in 6e10 times.
 */
const CONNECTIONS = 64;

/** An answer may have to wait until a program has started. */
const PATIENCE = { silenceMs: 10_000 };

const isLinux = Deno.build.os === "linux";

/** Defines a test that is skipped, by name, where a port cannot be shared. */
function testOnLinux(name: string, fn: () => Promise<void>): void {
  const skipped = isLinux ? "" : " (skipped: this is not Linux)";
  Deno.test({ name: name + skipped, ignore: !isLinux, fn });
}

function start(...args: string[]): ProcessFamily {
  const flags = ["--port", "0", "--processes", `${COUNT}`, ...args];
  return new ProcessFamily(URL_OF_PROGRAM, flags);
}

async function portOf({ program }: ProcessFamily): Promise<number> {
  return Number((await program.url()).port);
}

/** Opens connections until each process has accepted one of them. */
async function connectToAll(
  family: ProcessFamily,
  clients: AsyncDisposableStack,
): Promise<Map<number, Connection>> {
  const port = await portOf(family);
  const connections = new Map<number, Connection>();
  for (let count = 0; count < CONNECTIONS; count++) {
    const connection = clients.use(await family.program.connect(PATIENCE));
    await connection.send(get("/nothing"));
    expectStatus(await connection.readResponse(), 404);
    connections.set(connection.localAddr.port, connection);
  }
  return new Map(
    family.sockets(port).filter(({ clientPort }) => connections.has(clientPort))
      .map(({ pid, clientPort }) => [pid, connections.get(clientPort)!]),
  );
}

function sorted(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

testOnLinux(
  "all processes listen when the URL is printed, and all serve",
  async () => {
    await using directory = await TempDir.create({ "tea.txt": "Earl Grey" });
    await using family = start(
      "--hostname=127.0.0.2",
      "--root",
      directory.path,
    );
    const listeners = family.listeners(await portOf(family));
    assertEquals(listeners.length, COUNT);
    assertEquals(listeners, family.pids);
    await using clients = new AsyncDisposableStack();
    const served = await connectToAll(family, clients);
    assertEquals(sorted(served.keys()), listeners, "processes that answered");
    for (const connection of served.values()) {
      await connection.send(get("/tea.txt"));
      expectBody(await connection.readResponse(), "Earl Grey");
    }
  },
);

testOnLinux("one URL is printed, and log lines are not cut", async () => {
  await using family = start();
  await family.program.url();
  // More than fits into a pipe, and more than one read returns.
  const paths = Array.from(
    { length: CONNECTIONS },
    (_, index) => `/${index}/`.padEnd(8000, "a"),
  );
  await Promise.all(paths.map(async (path) => {
    await using connection = await family.program.connect(PATIENCE);
    await connection.send(get(path));
    expectStatus(await connection.readResponse(), 404);
  }));
  const { code, stdout, stderr } = await family.program.interrupt();
  const [url, ...lines] = stdout.trimEnd().split("\n");
  assertMatch(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  const logged = lines.map((line) => line.replace(/^127\.0\.0\.1:\d+ /, ""));
  assertEquals(
    logged.sort(),
    paths.map((path) => `"GET ${path} HTTP/1.1" 404 13`).sort(),
  );
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

testOnLinux("all processes run the programs of --cgi-bin", async () => {
  await using directory = await TempDir.create({ "tea.txt": "Earl Grey" });
  await directory.writeScript(
    "bin/hello",
    "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nHello'",
  );
  const bin = directory.resolve("bin");
  await using family = start("--root", directory.path, "--cgi-bin", bin);
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(served.size, COUNT);
  for (const connection of served.values()) {
    await connection.send(get("/cgi-bin/hello"));
    expectBody(await connection.readResponse(), "Hello");
    await connection.send(get("/tea.txt"));
    expectBody(await connection.readResponse(), "Earl Grey");
  }
});

/** The ways to end the program. */
const ENDS: Record<string, (family: ProcessFamily) => void> = {
  "SIGTERM to the parent alone"({ program }) {
    Deno.kill(program.pid, "SIGTERM");
  },
  "SIGTERM to all processes"({ pids }) {
    for (const pid of pids) Deno.kill(pid, "SIGTERM");
  },
  "Ctrl-C, which reaches all processes,"({ pids }) {
    for (const pid of pids) Deno.kill(pid, "SIGINT");
  },
};

const BODY = "firstname=Grace";

/** The head of a request that is in progress until its body has been sent. */
const HEAD = httpRequest([
  "POST /cgi-bin/post.ts HTTP/1.1",
  "Host: localhost",
  `Content-Length: ${BODY.length}`,
  "Expect: 100-continue",
]);

for (const [name, end] of Object.entries(ENDS)) {
  testOnLinux(`${name} ends all processes after their answers`, async () => {
    await using family = start();
    const port = await portOf(family);
    await using clients = new AsyncDisposableStack();
    const inProgress = [...(await connectToAll(family, clients)).values()];
    assertEquals(inProgress.length, COUNT);
    for (const connection of inProgress) {
      await connection.send(HEAD);
      // The handler is running now.
      await connection.readUntil("100 Continue\r\n\r\n");
    }
    end(family);
    await untilPortIsFree(port);
    for (const connection of inProgress) {
      await connection.send(BODY);
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectInBody(response, "Grace");
    }
    const { code, stdout, stderr } = await family.program.ending();
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    const logged = stdout.match(/"POST \/cgi-bin\/post\.ts HTTP\/1\.1" 200 /g);
    assertEquals(logged?.length, COUNT, stdout);
  });
}

testOnLinux("children end when their parent is killed", async () => {
  await using family = start();
  const port = await portOf(family);
  assertEquals(family.listeners(port).length, COUNT);
  Deno.kill(family.program.pid, "SIGKILL");
  // The children share the stderr of their parent, so it ends with the last one.
  const { signal, stderr } = await family.program.ending();
  assertEquals({ signal, stderr }, { signal: "SIGKILL", stderr: "" });
  await untilPortIsFree(port);
});

testOnLinux("a child that dies is reported, and the others go on", async () => {
  await using family = start();
  const port = await portOf(family);
  const child = family.pids.find((pid) => pid !== family.program.pid)!;
  Deno.kill(child, "SIGKILL");
  await family.program.line(
    new RegExp(`^Process ${child} was killed by SIGKILL$`, "m"),
    "line about the end of the child",
  );
  assertEquals(family.listeners(port).length, COUNT - 1);
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(sorted(served.keys()), family.pids, "processes that answered");
  const { code, stderr } = await family.program.interrupt();
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

testOnLinux("a child ignores SIGINT and SIGTERM", async () => {
  await using family = start();
  await family.program.url();
  const { pids, program } = family;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    for (const pid of pids) if (pid !== program.pid) Deno.kill(pid, signal);
  }
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(sorted(served.keys()), pids, "processes that answered");
});
