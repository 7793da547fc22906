/**
 * The suite of stage 01: what a TCP server and a TCP client owe each other.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Connection,
  eachByte,
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
  within,
} from "../../kit/mod.ts";
import { ask } from "./client.ts";
import { type ConnectionHandler, serve, serveTcp } from "./server.ts";

const task = suite(import.meta.url);

const NETCAT = 'printf "can you hear me?" | nc 127.0.0.1 8000';

/** Reads the whole answer and expects `Yes`. */
async function expectYes(connection: Connection): Promise<void> {
  const answer = new TextDecoder().decode(await connection.readToEnd());
  assertEquals(answer, "Yes", "the answer is the three letters Yes");
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
  often: "the connection is not closed, so the client waits for more",
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  await askServer(server);
}));

Deno.test(task(1, "it listens on the address and the port that it names", {
  often: "addr is made up from the options: take listener.addr, since port 0 " +
    "means any free port",
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  await askServer(server);
  assertEquals(server.addr.hostname, "127.0.0.1");
  assertEquals(server.addr.transport, "tcp");
  assert(server.addr.port > 0, "port 0 is a wish, not an address");
}));

Deno.test(task(2, "a second client is served after the first", {
  often: "accept() is called once: call it again after each connection",
  try: NETCAT,
}, async () => {
  await using server = await start(serve);
  for (let client = 0; client < 3; client++) await askServer(server);
}));

Deno.test(task(2, "a client that only half-closes gets an end of file", {
  because:
    "RFC 9293 section 3.6: a FIN says that no more is coming, not that " +
    "nothing is wanted",
  often: "read() returns null at the end of file: that is not a message",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.closeWrite();
  await connection.readToEnd();
  await askServer(server);
}));

Deno.test(task(3, "the log says who spoke and what", {
  often: "the line has the server's address: the client's is remoteAddr",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send("can you hear me?");
  await expectYes(connection);
  const [line = "nothing was logged"] = server.log;
  const { hostname, port } = connection.localAddr;
  assert(
    line.includes(`${hostname}:${port}`),
    `the log names ${hostname}:${port}, the client: ${line}`,
  );
  assert(line.includes("can you hear me?"), `the log has the words: ${line}`);
  assertEquals(server.log.length, 1, "one line for one connection");
}));

Deno.test(task(4, "ask sends a message and returns the answer", {
  often: "the client does not half-close: closeWrite() says that this was all",
}, async () => {
  let heard = "";
  await using peer = scriptedPeer(async (connection) => {
    heard = await readText(connection);
    await connection.write(toBytes("Yes"));
  });
  assertEquals(await ask("can you hear me?", peer.addr), "Yes");
  assertEquals(heard, "can you hear me?");
}));

Deno.test(task(4, "ask and serve understand each other", {
  try: 'deno run -A exercises/01_tcp/client.ts "can you hear me?"',
}, async () => {
  await using server = await start(serve);
  assertEquals(await ask("can you hear me?", server.addr), "Yes");
}));

Deno.test(task(5, "a second client is served while the first says nothing", {
  because:
    "the queue: accept() hands out a client as soon as it is called again",
  often: "the accept loop awaits onConnection: start it, and accept the next",
}, async () => {
  await using server = await start(serve);
  const silent = await server.connect();
  await askServer(server);
  await silent.send("now I do");
  await expectYes(silent);
}));

Deno.test(task(5, "fifty clients are served side by side", {
  often: "the accept loop awaits onConnection: start it, and accept the next",
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
  often: "one read() is taken for the whole answer: read until null",
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    await connection.write(toBytes("Yes, "));
    await readText(connection);
    // Long enough for a client to have taken the first piece for the whole.
    await pause(50);
    await connection.write(toBytes("I can"));
  });
  assertEquals(await ask("can you hear me?", peer.addr), "Yes, I can");
}));

Deno.test(task(6, "ask decodes a character whose bytes come one by one", {
  because: "RFC 3629: a UTF-8 character has up to four bytes",
  often: "each read() is decoded on its own: decode(…, { stream: true })",
}, async () => {
  await using peer = scriptedPeer(async (connection) => {
    connection.setNoDelay(true);
    await connection.read(new Uint8Array(100));
    for (const byte of eachByte("Grüße, 你好 👋")) {
      await connection.write(byte);
      await pause(1);
    }
  });
  assertEquals(await ask("?", peer.addr), "Grüße, 你好 👋");
}));

Deno.test(task(6, "ask sends a large message whole", {
  often: "write() may take only a part: it returns how many bytes it took",
}, async () => {
  let length = 0;
  await using peer = scriptedPeer(async (connection) => {
    length = (await readText(connection)).length;
    await connection.write(toBytes("Yes"));
  });
  const message = "can you hear me? ".repeat(500_000);
  assertEquals(await ask(message, peer.addr), "Yes");
  assertEquals(length, message.length);
}));

Deno.test(task(6, "ask reads while it sends, so that an echo cannot block", {
  often: "ask sends everything before it reads: if both sides only send, " +
    "both wait for ever; do the two at once",
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
  assertEquals(answer.length, message.length);
}));

Deno.test(task(6, "ask fails clearly when nobody listens", {
  often: "the error of Deno.connect is swallowed: let it through",
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
  often:
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

Deno.test(task(7, "a client that never ends is closed after lingerMs", {
  often:
    "the drain has no deadline: a client could keep the connection for ever",
}, async () => {
  const handled = Promise.withResolvers<void>();
  await using server = await start(
    serveWith(async (connection) => {
      await connection.write(toBytes("Yes"));
      handled.resolve();
    }, 50),
  );
  const connection = await server.connect();
  await expectYes(connection);
  await handled.promise;
  await expectRefusal(connection);
}));

Deno.test(task(8, "shutdown ends the connections that are open", {
  often:
    "shutdown() closes the listener only: keep a Set of the open connections",
}, async () => {
  await using server = await start(serve);
  const silent = await server.connect();
  await askServer(server);
  await server.shutdown();
  await silent.readToEnd();
}));

Deno.test(task(8, "shutdown frees the port", {
  often: "the listener is not closed, or finished settles before it is",
}, async () => {
  const first = await start(serve);
  const { port } = first.addr;
  await first.shutdown();
  await first.finished;
  const second = serve({ port, log: () => {} });
  await second.shutdown();
  await second.shutdown();
}));

Deno.test(task(8, "shutdown is quiet", {
  often:
    "accept() and read() throw when what they wait on is closed: that is " +
    "no failure to log",
}, async () => {
  await using server = await start(serve);
  await server.connect();
  await askServer(server);
  await server.shutdown();
  assertEquals(server.log.length, 1, `one client spoke: ${server.log}`);
}));

Deno.test(task(8, "a port in use is an error at once", {
  often: "serve() is async, or catches the error of Deno.listen",
}, async () => {
  await using server = await start(serve);
  const { port } = server.addr;
  const second = (async () => await serve({ port, log() {} }).shutdown())();
  await expectError(second, Deno.errors.AddrInUse);
}));

Deno.test(task(9, "a client that resets harms nobody", {
  because: "RFC 9293 section 3.5.2: a reset may come at any time",
  often: "the error of read() or write() leaves the connection's own task: " +
    "catch it there",
}, async () => {
  await using server = await start(serve);
  for (const message of ["", "and away"]) {
    const connection = await server.connect({ canReset: true });
    if (message) await connection.send(message);
    await connection.reset();
  }
  await askServer(server);
}));

Deno.test(task(9, "a client that vanishes before its answer harms nobody", {
  often:
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
  often:
    "the rejected promise of onConnection is not caught: it ends the program",
}, async () => {
  await using server = await start(
    serveWith(async (connection) => {
      const buffer = new Uint8Array(100);
      await connection.read(buffer);
      if (buffer[0] === "!".charCodeAt(0)) throw new Error("handler broke");
      await connection.write(toBytes("Yes"));
    }),
  );
  const unlucky = await server.connect();
  await unlucky.send("!");
  await unlucky.readToEnd();
  await askServer(server);
  assertMatch(server.log.join("\n"), /handler broke/, "the log says why");
}));

Deno.test(task(9, "no client can forge a line of the log", {
  because: "whoever reads the log believes what it says",
  often: "the message is logged as it came: JSON.stringify escapes line ends " +
    "and control characters",
}, async () => {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send("hello\r\n127.0.0.1:1 says admin\x1b[2J");
  await expectYes(connection);
  const all = server.log.join("");
  const hasControl = eachByte(all).some(([byte]) => byte < 0x20);
  assert(!hasControl, `the log has control characters: ${Deno.inspect(all)}`);
}));

Deno.test(task(10, "ask gives up on a server that never answers", {
  often: "a read that never ends needs a deadline that closes the connection",
}, async () => {
  const over = Promise.withResolvers<void>();
  await using peer = scriptedPeer(() => over.promise);
  const asked = ask("anybody?", { ...peer.addr, timeoutMs: 50 });
  await expectError(asked, Deno.errors.TimedOut);
  over.resolve();
}));

Deno.test(
  task(10, "as a program it says where it listens, and ends on Ctrl-C", {
    often: "finished never settles after shutdown()",
    try: "deno run -A exercises/01_tcp/server.ts",
  }, async () => {
    const url = import.meta.resolve("./server.ts");
    await using program = Program.start(url, ["--port", "0"]);
    const silent = await program.connect();
    const connection = await program.connect();
    await connection.send("can you hear me?");
    await expectYes(connection);
    const { code, stderr } = await program.interrupt();
    await silent.readToEnd();
    assertEquals(stderr, "");
    assertEquals(code, 0);
  }),
);

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

/** Sends until the server takes no more, which it must within the deadline. */
async function expectRefusal(connection: Connection): Promise<void> {
  const giveUp = Date.now() + connection.silenceMs;
  while (Date.now() < giveUp) {
    try {
      await connection.sendPieces(["still talking"], 5);
    } catch {
      return;
    }
  }
  throw new Error("the server still reads from a client that never ends");
}
