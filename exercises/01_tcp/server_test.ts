/**
 * The suite of stage 01: what a TCP server and a TCP client owe each other.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  eachByte,
  expectThat,
  Failure,
  pause,
  Program,
  type RunningServer,
  scriptedPeer,
  SILENCE_MS,
  start,
  type StartOptions,
  type Subject,
  suite,
  toBytes,
  visible,
  within,
} from "../../kit/mod.ts";
import { ask } from "./client.ts";
import { type ConnectionHandler, serve, serveTcp } from "./server.ts";

const task = suite(import.meta.url);

/** How long a client under test may take, in milliseconds. */
const ASK_MS = 5000;

const NETCAT = 'printf "can you hear me?" | nc 127.0.0.1 8000';

/** Reads the whole answer and expects `Yes`. */
async function expectYes(connection: Connection): Promise<void> {
  const answer = await connection.readToEnd();
  expectThat(
    new TextDecoder().decode(answer) === "Yes",
    answer.length === 0
      ? "the connection ended without an answer"
      : `the answer is ${visible(answer)}`,
    { expected: 'the three letters "Yes", then the end' },
  );
}

/** Says something on a connection of its own, and expects `Yes`. */
async function askServer(server: Subject): Promise<void> {
  const connection = await server.connect();
  await connection.send("can you hear me?");
  await expectYes(connection);
}

/** What starts a server with a handler of the test's own. */
function serveWith(onConnection: ConnectionHandler, lingerMs?: number) {
  return (options: StartOptions): RunningServer =>
    serveTcp({ ...options, lingerMs }, onConnection);
}

Deno.test(task(1, "a client that says something reads Yes", {
  because: "RFC 9293 section 3.6: each side closes when it has no more to send",
  likely: "the connection is not closed, so the client waits for more",
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  await askServer(server);
}));

Deno.test(task(1, "it listens on 127.0.0.1, and says on which port", {
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  await askServer(server);
  const { hostname, port } = server.addr;
  expectThat(hostname === "127.0.0.1", `it listens on ${hostname}`, {
    expected: "the address 127.0.0.1, where the options name no other",
    likely: 'hostname has no default, and Deno then takes "0.0.0.0"',
  });
  expectThat(port > 0, `addr has the port ${port}`, {
    expected: "the port that the kernel has chosen",
    likely: "addr is made of the options: take listener.addr, since port 0 " +
      "means any free port",
  });
}));

Deno.test(task(2, "a second client is served after the first", {
  likely: "accept() is called once: call it again after each connection",
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  for (let client = 0; client < 3; client++) await askServer(server);
}));

Deno.test(task(2, "a client that only half-closes gets an end of file", {
  because:
    "RFC 9293 section 3.6: a FIN says that no more is coming, not that " +
    "nothing is wanted",
  likely: "read() returns null at the end of file: that is not a message",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  const answer = await connection.readToEnd();
  expectThat(answer.length === 0, `it was answered ${visible(answer)}`, {
    expected: "an end of file and nothing before it: nothing was asked",
  });
  await askServer(server);
}));

Deno.test(task(3, "the log says who spoke and what", {}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send("can you hear me?");
  await expectYes(connection);
  const client =
    `${connection.localAddr.hostname}:${connection.localAddr.port}`;
  expectThat(
    server.log.length === 1,
    `${server.log.length} lines were logged`,
    {
      expected: "one line for a client that says something",
      likely: "log is not taken from the options, or called more than once",
    },
  );
  const [line] = server.log;
  expectThat(line.includes(client), `the line does not name ${client}`, {
    expected: "the address and the port of the client",
    likely: "the line has the server's address: the client's is remoteAddr",
  });
  expectThat(line.includes("can you hear me?"), "what was said is not logged", {
    expected: "the line contains: can you hear me?",
    likely: "the bytes are logged as numbers: decode them",
  });
  expectThat(!/\0|\\u0000|\\x00/.test(line), "the line has NUL characters", {
    expected: "what the client said, and nothing else",
    likely: "the whole buffer is decoded: only its first bytes were read, as " +
      "many as read() says",
  });
}));

Deno.test(task(4, "ask sends a message and returns the answer", {
  likely: "the client does not half-close: closeWrite() says that this was all",
  timeoutMs: ASK_MS,
}, async () => {
  let heard = "";
  await using peer = scriptedPeer(async (connection) => {
    heard = await readText(connection);
    await connection.write(toBytes("Yes"));
  });
  expectAnswer(await ask("can you hear me?", peer.addr), "Yes");
  expectThat(heard === "can you hear me?", `the server heard "${heard}"`, {
    expected: "the message, and then an end of file",
  });
}));

Deno.test(task(4, "ask and serve understand each other", {
  try: 'deno run -A exercises/01_tcp/client.ts "can you hear me?"',
  timeoutMs: ASK_MS,
}, async () => {
  await using server = await start(serve);
  expectAnswer(await ask("can you hear me?", server.addr), "Yes");
}));

Deno.test(task(5, "a second client is served while the first says nothing", {
  because:
    "the queue: accept() hands out a client as soon as it is called again",
  likely: "the accept loop awaits onConnection: start it, and accept the next",
}, async () => {
  await using server = await start(serve);
  const silent = await server.connect();
  await askServer(server);
  await silent.send("now I do");
  await expectYes(silent);
}));

Deno.test(task(5, "fifty clients are served side by side", {
  likely: "the accept loop awaits onConnection: start it, and accept the next",
}, async () => {
  await using server = await start(serve);
  const clients = await Promise.all(
    Array.from({ length: 50 }, () => server.connect()),
  );
  // In reverse, so that only a server that serves all of them gets through.
  for (const client of clients.toReversed()) {
    await client.send("hello");
    await expectYes(client);
  }
}));

Deno.test(task(6, "ask waits for an answer that comes in pieces", {
  because: "RFC 9293 section 3.8: TCP is a stream of bytes, not of messages",
  likely: "one read() is taken for the whole answer: read until null",
  timeoutMs: ASK_MS,
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    await connection.write(toBytes("Yes, "));
    await readText(connection);
    // Long enough for a client to have taken the first piece for the whole.
    await pause(50);
    await connection.write(toBytes("I can"));
  });
  expectAnswer(await ask("can you hear me?", peer.addr), "Yes, I can");
}));

Deno.test(task(6, "ask decodes a character whose bytes come one by one", {
  because: "RFC 3629: a UTF-8 character has up to four bytes",
  likely: "each read() is decoded on its own: decode(…, { stream: true })",
  timeoutMs: ASK_MS,
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    connection.setNoDelay(true);
    await connection.read(new Uint8Array(100));
    for (const byte of eachByte("Grüße, 你好 👋")) {
      await connection.write(byte);
      await pause(1);
    }
  });
  expectAnswer(await ask("?", peer.addr), "Grüße, 你好 👋");
}));

Deno.test(task(6, "ask sends a large message whole", {
  timeoutMs: ASK_MS,
}, async () => {
  let length = 0;
  await using peer = scriptedPeer(async (connection) => {
    length = (await readText(connection)).length;
    await connection.write(toBytes("Yes"));
  });
  const message = "can you hear me? ".repeat(500_000);
  expectAnswer(await ask(message, peer.addr), "Yes");
  expectLength("the server has received", length, message.length);
}));

Deno.test(task(6, "ask reads while it sends, so that an echo cannot block", {
  likely: "ask sends everything before it reads: if both sides only send, " +
    "both wait for ever; do the two at once",
  timeoutMs: ASK_MS,
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) return;
      await writeWhole(connection, buffer.subarray(0, count));
    }
  });
  const message = "echo ".repeat(4_000_000);
  const answer = await ask(message, peer.addr);
  expectLength("the echo has", answer.length, message.length);
}));

Deno.test(task(6, "ask fails clearly when nobody listens", {
  likely: "the error of Deno.connect is swallowed: let it through",
  timeoutMs: ASK_MS,
}, async () => {
  const peer = scriptedPeer(async () => {});
  await peer[Symbol.asyncDispose]();
  const asked = ask("anybody?", peer.addr);
  await expectError(asked, Deno.errors.ConnectionRefused);
}));

Deno.test(task(7, "a handler that never reads still gets its answer through", {
  because:
    "RFC 9293 section 3.10.4: closing with unread input sends a reset, " +
    "which may destroy the answer on its way",
  likely:
    "connection.close() right after the answer: closeWrite(), read to the " +
    "end, then close()",
}, async () => {
  await using server = await start(
    serveWith(async (connection) => {
      await connection.write(toBytes("Yes"));
    }),
  );
  const connection = await server.connect();
  await connection.send("a message that nobody reads");
  await expectYes(connection);
  // A server that has closed answers this with a reset, and the next fails.
  for (let more = 0; more < 20; more++) {
    await connection.sendPieces(["and more of it ".repeat(1000)]);
  }
}));

Deno.test(task(7, "what the client still sends is read and thrown away", {
  likely:
    "the server waits for lingerMs without reading: read until null, and " +
    "let a timer close the connection",
}, async () => {
  await using server = await start(
    serveWith(async (connection) => {
      await connection.write(toBytes("Yes"));
    }, 60_000),
  );
  const connection = await server.connect();
  await expectYes(connection);
  // More than the kernel keeps for a server that does not read.
  await connection.send(new Uint8Array(32 * 1024 * 1024));
}));

Deno.test(task(7, "a client that never ends is closed after lingerMs", {
  likely: "the drain has no deadline, or not that of the options: a client " +
    "could keep the connection for ever",
}, async () => {
  await using server = await start(
    serveWith(async (connection) => {
      await connection.write(toBytes("Yes"));
    }, 10),
  );
  const connection = await server.connect();
  await expectYes(connection);
  // Less than the default, with which another deadline would be mistaken.
  const giveUp = Date.now() + 900;
  while (await takesMore(connection)) {
    expectThat(Date.now() < giveUp, "the server still reads", {
      expected: "10 ms after the answer, with lingerMs: 10, the server closes",
    });
  }
}));

Deno.test(task(8, "shutdown ends the connections that are open", {
  likely:
    "shutdown() closes the listener only: keep a Set of the open connections",
}, async () => {
  await using server = await start(serve);
  const silent = await server.connect();
  await askServer(server);
  await server.shutdown();
  await silent.readToEnd();
}));

Deno.test(task(8, "finished settles when the last connection has ended", {
  likely:
    "finished is the promise of the accept loop alone, or a settled one: " +
    "it has to wait for the task of every connection",
}, async () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await using server = await start(
    serveWith(async () => {
      begun.resolve();
      await gate.promise;
    }),
  );
  await server.connect();
  await begun.promise;
  const stopped = server.shutdown();
  for (const promise of [server.finished, stopped]) {
    const early = await within(promise.then(() => true), 20, false);
    expectThat(!early, "it has settled while a handler still runs", {
      expected: "shutdown() and finished settle when nothing runs any more",
    });
  }
  gate.resolve();
  await stopped;
  await server.finished;
}));

Deno.test(task(8, "shutdown frees the port, and may be called twice", {
  likely: "the listener is not closed, or finished settles before it is",
}, async () => {
  const first = await start(serve);
  const { port } = first.addr;
  await first.shutdown();
  await first.finished;
  const second = await start((options) => serve({ ...options, port }));
  await second.shutdown();
  await second.shutdown();
}));

Deno.test(task(8, "a server can be disposed of: await using", {
  likely: "[Symbol.asyncDispose] is not the function that shutdown is",
}, async () => {
  let port: number;
  {
    await using server = serve({ port: 0, log() {} });
    port = server.addr.port;
  }
  const second = await start((options) => serve({ ...options, port }));
  await second.shutdown();
}));

Deno.test(task(8, "shutdown is quiet", {
  likely:
    "accept() and read() throw when what they wait on is closed: that is " +
    "no failure to log",
}, async () => {
  await using server = await start(serve);
  await server.connect();
  await askServer(server);
  await server.shutdown();
  const lines = server.log.length;
  expectThat(lines === 1, `${lines} lines were logged instead of 1`, {
    expected: "one line, of the one client that spoke",
  });
}));

Deno.test(task(8, "a port in use is an error at once", {
  likely: "serve() is async, or catches the error of Deno.listen",
}, async () => {
  await using server = await start(serve);
  const { port } = server.addr;
  const second = (async () => await serve({ port, log() {} }).shutdown())();
  await expectError(second, Deno.errors.AddrInUse);
}));

Deno.test(task(9, "a client that resets harms nobody", {
  because: "RFC 9293 section 3.5.2: a reset may come at any time",
  likely: "the error of read() or write() leaves the connection's own task: " +
    "catch it there",
}, async () => {
  await using server = await start(serve);
  for (const message of ["", "and away"]) {
    const connection = await server.connect({ canReset: true });
    if (message) await connection.send(message);
    await connection.reset();
  }
  await askServer(server);
  expectThat(!/reset|broken pipe/i.test(server.log.join()), "it was logged", {
    expected: "a client that goes is no news for the log",
    likely:
      "everything that is caught is logged: leave out what says that the " +
      "client has gone",
  });
}));

Deno.test(task(9, "a client that vanishes before its answer harms nobody", {
  likely:
    "the error of write() leaves the connection's own task: catch it there",
}, async () => {
  const connected = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  await using server = await start(
    serveWith(async (connection) => {
      connected.resolve();
      await gone.promise;
      await writeWhole(connection, new Uint8Array(8 * 1024 * 1024));
    }),
  );
  const vanishing = await server.connect({ canReset: true });
  await connected.promise;
  await vanishing.reset();
  gone.resolve();
  const next = await server.connect();
  assertEquals((await next.readToEnd()).length, 8 * 1024 * 1024);
}));

Deno.test(task(9, "a handler that throws loses its own connection only", {
  likely:
    "the connection is not closed after the error: close it in a finally " +
    "block",
}, async () => {
  await using server = await start(serveWith(answerOrThrow));
  const unlucky = await server.connect();
  await unlucky.send("!");
  await unlucky.readToEnd();
  await askServer(server);
}));

Deno.test(task(9, "what a handler throws is logged", {
  likely: "the error is caught and dropped",
}, async () => {
  await using server = await start(serveWith(answerOrThrow));
  const unlucky = await server.connect();
  await unlucky.send("!");
  await unlucky.readToEnd();
  await server.logged("handler broke");
}));

Deno.test(task(9, "no client can forge a line of the log", {
  because: "whoever reads the log believes what it says",
  likely: "text that came from outside is logged as it is: JSON.stringify " +
    "escapes what is below a space, DEL and U+0080 to U+009F are left",
}, async () => {
  const hostile = "hello\r\n127.0.0.1:1 says admin\x1b[2J\x7f\u009b2J\0";
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send(hostile);
  await expectYes(connection);
  await using broken = await start(serveWith(() => {
    throw new Error(hostile);
  }));
  await (await broken.connect()).readToEnd();
  await broken.logged("hello");
  for (const line of [await server.logged("hello"), ...broken.log]) {
    const control = /\p{Cc}/u.exec(line);
    expectThat(control === null, "a control character is in the log", {
      expected:
        "a line of the log has no control character, whatever a client " +
        `says and a handler throws; this one has ${Deno.inspect(control?.[0])}`,
    });
  }
}));

Deno.test(task(10, "ask gives up on a server that never answers", {
  likely: "a read that never ends needs a deadline that closes the connection",
  timeoutMs: ASK_MS,
}, async () => {
  const never = new Promise<void>(() => {});
  await using peer = scriptedPeer(() => never);
  const asked = ask("anybody?", { ...peer.addr, timeoutMs: 50 });
  await expectError(asked, Deno.errors.TimedOut);
}));

Deno.test(task(10, "ask gives up on an answer that never ends", {
  likely:
    "the deadline begins anew with each read: it is for the whole exchange",
  timeoutMs: ASK_MS,
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    for (;;) {
      await connection.write(toBytes("Y"));
      await pause(5);
    }
  });
  const asked = ask("anybody?", { ...peer.addr, timeoutMs: 50 });
  await expectError(asked, Deno.errors.TimedOut);
}));

Deno.test(
  task(10, "as a program it says where it listens, and ends on Ctrl-C", {
    likely: "finished never settles after shutdown()",
    try: "deno run -A exercises/01_tcp/server.ts",
  }, async () => {
    const url = import.meta.resolve("./server.ts");
    await using program = Program.start(url, ["--port", "0"]);
    const silent = await program.connect();
    const connection = await program.connect();
    await connection.send("can you hear me?");
    await expectYes(connection);
    await program.line(/can you hear me\?/, "line about its client");
    const { code, stderr } = await program.interrupt();
    await silent.readToEnd();
    expectThat(code === 0 && stderr === "", `it ended with code ${code}`, {
      expected: `exit code 0 and nothing on stderr, which has "${stderr}"`,
    });
  }),
);

/** Expects what `ask` has returned. */
function expectAnswer(answer: string, expected: string): void {
  expectThat(answer === expected, `ask returned ${visible(answer)}`, {
    expected: visible(expected),
  });
}

/** Expects that nothing of a long text is missing. */
function expectLength(what: string, found: number, expected: number): void {
  expectThat(found === expected, `${what} ${found} of ${expected} characters`, {
    expected: "all of it",
    likely: "write() may take only a part: it returns how many bytes it took",
  });
}

/** Answers `Yes`, unless the client says "!". */
async function answerOrThrow(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(100);
  await connection.read(buffer);
  if (buffer[0] === "!".charCodeAt(0)) throw new Error("handler broke");
  await connection.write(toBytes("Yes"));
}

/** Expects that a promise is rejected in time, with an error of a class. */
async function expectError(
  promise: Promise<unknown>,
  ErrorClass: new (message?: string) => Error,
): Promise<void> {
  const expected = `an error of the class ${ErrorClass.name}`;
  let settled: unknown;
  try {
    settled = await within(promise, SILENCE_MS, "nothing in time");
  } catch (thrown) {
    if (thrown instanceof ErrorClass) return;
    throw new Failure("another error was thrown", { thrown, expected });
  }
  const result = settled === undefined ? "success" : `"${settled}"`;
  throw new Failure(`no error, but ${result}`, { expected });
}

/** Reads to the end of file, as text. */
async function readText(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return text;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

/** Writes everything, however little each write takes. */
async function writeWhole(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await connection.write(bytes.subarray(written));
  }
}

/** Whether the server still takes what the client sends. */
async function takesMore(connection: Connection): Promise<boolean> {
  try {
    await connection.sendPieces(["still talking"], 5);
    return true;
  } catch {
    return false;
  }
}
