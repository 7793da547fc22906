/**
 * `deno task send`, as a program, against small servers on real sockets.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { exchange } from "../../course/exchange.ts";

const SEND = new URL("../../course/send.ts", import.meta.url).pathname;

/** How the program ended, and what it printed. */
interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program, with `stdin` as its standard input. */
async function send(args: string[], stdin = ""): Promise<Result> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-net", SEND, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  await new Blob([stdin]).stream().pipeTo(child.stdin).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** Accepts one client; what it does with it is the test's. */
function serveOnce(
  onConnection: (connection: Deno.TcpConn) => Promise<void>,
): { port: string; finished: Promise<void> } & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  async function serve() {
    try {
      using connection = await listener.accept();
      await onConnection(connection);
    } catch {
      // No client came, or it left early: the test looks at the program.
    }
  }
  const finished = serve();
  return {
    port: `${listener.addr.port}`,
    finished,
    async [Symbol.asyncDispose]() {
      listener.close();
      await finished;
    },
  };
}

/** Reads until `end` has arrived, then answers and waits for the client. */
function answering(answer: string, end = "\r\n\r\n") {
  return async (connection: Deno.TcpConn) => {
    await readUntil(connection, end);
    await connection.write(new TextEncoder().encode(answer));
    await readToEnd(connection);
  };
}

async function readUntil(
  connection: Deno.TcpConn,
  end: string,
): Promise<string[]> {
  const pieces: string[] = [];
  const buffer = new Uint8Array(4096);
  while (!pieces.join("").includes(end)) {
    const count = await connection.read(buffer);
    if (count === null) break;
    pieces.push(String.fromCharCode(...buffer.subarray(0, count)));
  }
  return pieces;
}

async function readToEnd(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(4096);
  while (await connection.read(buffer) !== null);
}

const GET = String.raw`GET / HTTP/1.1\r\nHost: x\r\n\r\n`;
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

Deno.test("send shows what was sent and received, and returns 0", async () => {
  await using server = serveOnce(answering(OK));
  const { code, stdout, stderr } = await send([GET, "--port", server.port]);
  assertEquals(
    stdout,
    [
      "  sent      GET / HTTP/1.1␍␊",
      "            Host: x␍␊",
      "            ␍␊",
      "  received  HTTP/1.1 200 OK␍␊",
      "            Content-Length: 5␍␊",
      "            ␍␊",
      "            hello",
      "",
    ].join("\n"),
  );
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

Deno.test("send understands every escape, and sends UTF-8", async () => {
  let received = "";
  await using server = serveOnce(async (connection) => {
    received = (await readUntil(connection, "!")).join("");
    await connection.write(new TextEncoder().encode("Yes"));
  });
  const text = String.raw`\r\n\t\0\\\x7F\xffé%$"!`;
  const { code } = await send([text, "--port", server.port]);
  assertEquals(received, '\r\n\t\0\\\x7f\xff\xc3\xa9%$"!');
  assertEquals(code, 0);
});

Deno.test("send - sends standard input byte for byte", async () => {
  let received = "";
  await using server = serveOnce(async (connection) => {
    received = (await readUntil(connection, "!")).join("");
    await connection.write(new TextEncoder().encode("Yes"));
  });
  await send(["-", "--port", server.port], "a\\r\n!");
  assertEquals(received, "a\\r\n!");
});

const PIECES: readonly (readonly [flags: string[], pieces: string[]])[] = [
  [["--split", "3"], ["abc", "de!"]],
  [["--every-byte"], ["a", "b", "c", "d", "e", "!"]],
  [[], ["abcde!"]],
];

for (const [flags, pieces] of PIECES) {
  Deno.test(`send ${flags.join(" ")} makes ${pieces.length} writes`, async () => {
    let received: string[] = [];
    await using server = serveOnce(async (connection) => {
      received = await readUntil(connection, "!");
      await connection.write(new TextEncoder().encode("Yes"));
    });
    const delay = flags.length > 0 ? ["--delay", "40"] : [];
    await send(["abcde!", ...flags, ...delay, "--port", server.port]);
    assertEquals(received, pieces);
  });
}

Deno.test("send --half-close ends its direction and still reads", async () => {
  await using server = serveOnce(async (connection) => {
    await readToEnd(connection);
    await connection.write(new TextEncoder().encode("Yes"));
  });
  const { code, stdout } = await send(
    ["hi", "--half-close", "--port", server.port],
  );
  assertStringIncludes(stdout, "(end of file: the client half-closed)");
  assertStringIncludes(stdout, "  received  Yes");
  assertEquals(code, 0);
});

/** Answers on a connection that stays open: the framing says when to stop. */
const COMPLETE: readonly (readonly [name: string, string, string])[] = [
  ["Content-Length", GET, OK],
  [
    "chunks",
    GET,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
  ],
  ["no body after 304", GET, "HTTP/1.1 304 Not Modified\r\n\r\n"],
  [
    "no body after HEAD",
    GET.replace("GET", "HEAD"),
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
  ],
  ["an interim response", GET, `HTTP/1.1 100 Continue\r\n\r\n${OK}`],
];

for (const [name, request, answer] of COMPLETE) {
  Deno.test(`send knows the end of an answer: ${name}`, async () => {
    await using server = serveOnce(answering(answer));
    const { code, stderr } = await send([request, "--port", server.port]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
  });
}

Deno.test("send --to-end reads on after a complete answer", async () => {
  await using server = serveOnce(async (connection) => {
    await readUntil(connection, "\r\n\r\n");
    await connection.write(new TextEncoder().encode(OK));
    await connection.write(new TextEncoder().encode("and more"));
  });
  const { code, stdout } = await send([GET, "--to-end", "--port", server.port]);
  assertStringIncludes(stdout, "and more");
  assertStringIncludes(stdout, "(end of file)");
  assertEquals(code, 0);
});

Deno.test("send takes an answer that arrives before everything is sent", async () => {
  await using server = serveOnce(async (connection) => {
    await connection.read(new Uint8Array(1));
    await connection.write(new TextEncoder().encode(OK));
    await readToEnd(connection);
  });
  const args = [GET, "--every-byte", "--delay", "2000", "--port", server.port];
  const started = Date.now();
  const { code, stdout } = await send(args);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "hello");
  assertEquals(Date.now() - started < 5000, true);
});

const INCOMPLETE: readonly (readonly [string, string, string])[] = [
  [
    "cut",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
    "the connection ended after 3 of the 5 bytes of the body",
  ],
  [
    "malformed",
    "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "the response is malformed: LF without CR",
  ],
  ["empty", "", "the server closed the connection without an answer"],
];

for (const [name, answer, reason] of INCOMPLETE) {
  Deno.test(`send returns 1 and the reason: ${name}`, async () => {
    await using server = serveOnce(async (connection) => {
      await readUntil(connection, "\r\n\r\n");
      await connection.write(new TextEncoder().encode(answer));
    });
    const { code, stderr } = await send([GET, "--port", server.port]);
    assertEquals(stderr, `The answer is not complete: ${reason}\n`);
    assertEquals(code, 1);
  });
}

Deno.test("send marks the first malformed byte and shows what follows", async () => {
  await using server = serveOnce(
    answering("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
  );
  const { stdout } = await send([GET, "--port", server.port]);
  assertStringIncludes(stdout, "^ byte 15: LF without CR");
  assertStringIncludes(stdout, "hello");
});

Deno.test("an exchange gives up at its deadline", async () => {
  await using server = serveOnce(readToEnd);
  const { reason } = await exchange({
    port: Number(server.port),
    pieces: [new TextEncoder().encode("GET")],
    delayMs: 0,
    halfClose: false,
    toEnd: false,
    deadlineMs: 200,
  });
  assertEquals(reason, "it has not ended in time");
});

Deno.test("send without a server says how to start one", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, stdout, stderr } = await send([GET, "--port", `${port}`]);
  assertEquals(
    stderr,
    `No server listens on 127.0.0.1:${port}. Start one in another terminal: ` +
      `deno run -A solutions/02_http.ts --port ${port}\n`,
  );
  assertEquals({ code, stdout }, { code: 1, stdout: "" });
});

const MISTAKES: readonly (readonly [args: string[], message: string])[] = [
  [[String.raw`a\q`], String.raw`Bad escape "\q": expected \r, \n`],
  [[String.raw`a\x4`], String.raw`Bad escape "\x": expected \r, \n`],
  [["a\\"], "Bad escape at the end of the text"],
  [["a", "--prot", "1"], 'Unknown flag "--prot": did you mean --port?'],
  [["a", "--zzz"], 'Unknown flag "--zzz": --help lists the flags'],
  [["a", "--port"], "--port needs a value"],
  [["a", "--port", "x"], 'Cannot use --port "x": expected a whole number'],
  [["a", "--every-byte=1"], "--every-byte takes no value"],
  [["a", "b"], "Expected one text to send, found 2"],
  [[], "Expected one text to send, found 0"],
  [["abc", "--split", "3"], "Cannot split at byte 3"],
  [["abc", "--split", "1", "--every-byte"], "Use either --split or"],
  [["abc", "--delay", "5"], "--delay needs --split"],
];

Deno.test("send tells a mistake in one line, and connects to no server", async () => {
  let clients = 0;
  await using server = serveOnce(() => Promise.resolve(void clients++));
  for (const [args, message] of MISTAKES) {
    const where = args.includes("--port") ? [] : ["--port", server.port];
    const { code, stdout, stderr } = await send([...args, ...where]);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertEquals({ code, stdout }, { code: 2, stdout: "" }, message);
  }
  assertEquals(clients, 0);
});

Deno.test("send --help says what to do in cmd.exe", async () => {
  const { code, stdout } = await send(["--help"]);
  assertStringIncludes(stdout, "In cmd.exe, which has no single quotes");
  assertEquals(code, 0);
});
