/**
 * `solutions/06_persistent.ts --processes N`: all of them serve, and none is
 * left behind, in whatever way they end.
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
  Program,
  TempDir,
} from "../kit/mod.ts";
import { ROOT } from "./deno_command.ts";
import { ProcessFamily, untilNobodyListens } from "./process_family.ts";

const URL_OF_PROGRAM = new URL("engine/serve_http.ts", ROOT).href;
const COUNT = 3;

/**
 * How many connections reach every process. The kernel deals them out by a hash
 * of the addresses: that one of three gets none of 64 happens once in 6e10.
 */
const CONNECTIONS = 64;

/** A program may have to be started before there is an answer. */
const PATIENCE = { silenceMs: 10_000 };

const isLinux = Deno.build.os === "linux";

/** Defines a test that is skipped, and says so, where no port can be shared. */
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

/** Opens so many connections that each process has accepted one of them. */
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

testOnLinux("all listen when the URL is told, and all serve", async () => {
  await using directory = await TempDir.create({ "tea.txt": "Earl Grey" });
  await using family = start("--hostname=127.0.0.2", "--root", directory.path);
  const listeners = family.listeners(await portOf(family));
  assertEquals(listeners.length, COUNT);
  assertEquals(listeners, family.pids);
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(sorted(served.keys()), listeners, "who has answered");
  for (const connection of served.values()) {
    await connection.send(get("/tea.txt"));
    expectBody(await connection.readResponse(), "Earl Grey");
  }
});

testOnLinux("there is one URL, and each line of the log is whole", async () => {
  await using family = start();
  await family.program.url();
  // Longer than what a pipe takes at once, and than what is read at once.
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

/** The ways to end all, by what each does. */
const ENDS: Record<string, (family: ProcessFamily) => void> = {
  "SIGTERM, which only the parent gets,"({ program }) {
    Deno.kill(program.pid, "SIGTERM");
  },
  "SIGTERM, which all of them get,"({ pids }) {
    for (const pid of pids) Deno.kill(pid, "SIGTERM");
  },
  "Ctrl-C, which all of them get,"({ pids }) {
    for (const pid of pids) Deno.kill(pid, "SIGINT");
  },
};

const BODY = "firstname=Grace";

/** A request that is in flight until its body has been sent. */
const HEAD = httpRequest([
  "POST /cgi-bin/post.ts HTTP/1.1",
  "Host: localhost",
  `Content-Length: ${BODY.length}`,
  "Expect: 100-continue",
]);

for (const [name, end] of Object.entries(ENDS)) {
  testOnLinux(`${name} ends all when they have answered`, async () => {
    await using family = start();
    const port = await portOf(family);
    await using clients = new AsyncDisposableStack();
    const inFlight = [...(await connectToAll(family, clients)).values()];
    assertEquals(inFlight.length, COUNT);
    for (const connection of inFlight) {
      await connection.send(HEAD);
      // So a handler is at work.
      await connection.readUntil("100 Continue\r\n\r\n");
    }
    end(family);
    await untilNobodyListens(port);
    for (const connection of inFlight) {
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

testOnLinux("a parent that is killed leaves no child behind", async () => {
  await using family = start();
  const port = await portOf(family);
  assertEquals(family.listeners(port).length, COUNT);
  Deno.kill(family.program.pid, "SIGKILL");
  // They share the stderr of their parent: it ends with the last of them.
  const { signal, stderr } = await family.program.ending();
  assertEquals({ signal, stderr }, { signal: "SIGKILL", stderr: "" });
  await untilNobodyListens(port);
});

testOnLinux("a child that dies is named, and the others go on", async () => {
  await using family = start();
  const port = await portOf(family);
  const child = family.pids.find((pid) => pid !== family.program.pid)!;
  Deno.kill(child, "SIGKILL");
  await family.program.line(
    new RegExp(`^Process ${child} has died of SIGKILL$`, "m"),
    "line about the end of the child",
  );
  assertEquals(family.listeners(port).length, COUNT - 1);
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(sorted(served.keys()), family.pids, "who has answered");
  const { code, stderr } = await family.program.interrupt();
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

testOnLinux("a signal that the parent does not get ends no child", async () => {
  await using family = start();
  await family.program.url();
  const { pids, program } = family;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    for (const pid of pids) if (pid !== program.pid) Deno.kill(pid, signal);
  }
  await using clients = new AsyncDisposableStack();
  const served = await connectToAll(family, clients);
  assertEquals(sorted(served.keys()), pids, "who has answered");
});

/** Expects that a program ends at once, with one line on stderr. */
async function expectRefused(args: string[], line: string): Promise<void> {
  await using program = Program.start(URL_OF_PROGRAM, args);
  const { code, stdout, stderr } = await program.ending();
  const expected = { code: 1, stdout: "", stderr: `${line}\n` };
  assertEquals({ code, stdout, stderr }, expected, args.join(" "));
}

testOnLinux("a second start says that the port is in use", async () => {
  for (const first of ["1", "2"]) {
    await using family = start("--processes", first);
    const { port } = await family.program.url();
    for (const second of ["1", "2"]) {
      await expectRefused(
        ["--port", port, "--processes", second],
        `Cannot listen on 127.0.0.1:${port}: the port is in use, choose ` +
          "another with --port",
      );
    }
  }
});

Deno.test("a number of processes that makes no sense is told in a line", async () => {
  const rows = [
    ["0", "expected a whole number from 1 to 64"],
    ["65", "expected a whole number from 1 to 64"],
    ["two", "expected a whole number"],
    ["-1", "expected a whole number"],
  ];
  for (const [value, expected] of rows) {
    await expectRefused(
      ["--port", "0", "--processes", value],
      `Cannot use --processes "${value}": ${expected}`,
    );
  }
});

Deno.test({
  name: "a system that shares no port is told in a line" +
    (isLinux ? " (skipped: this is Linux)" : ""),
  ignore: isLinux,
  async fn() {
    await expectRefused(
      ["--port", "0", "--processes", "2"],
      'Cannot use --processes "2": only Linux lets processes share a port',
    );
  },
});
