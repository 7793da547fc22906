/**
 * The suite of stage 04, task 13: programs that do not end, and what they
 * leave behind.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  expectInBody,
  expectStatus,
  Failure,
  Gate,
  get,
  Lifeline,
  Program,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../kit/mod.ts";
import { startWith } from "./program_server.ts";
import { serve } from "./server.ts";

/** The programs of this suite are written for sh: Windows skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

/** For a program that need not have started when it is killed. */
const SHORT_MS = 500;

/** Long enough for a program to start, also on a busy machine. */
const LONG_MS = 1500;

/** A directory with a program that does not end by itself. */
interface Endless extends AsyncDisposable {
  readonly scripts: Record<string, string>;
  /** Waits until the program and its child run. */
  started(): Promise<void>;
  /** Expects that both have been killed. */
  expectKilled(when: string): Promise<void>;
}

/** Writes the program: it starts a child, says something, and waits. */
async function endless(output = ""): Promise<Endless> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await TempDir.create());
  const gate = stack.use(await Gate.create(directory));
  const program = stack.use(await Lifeline.create(directory));
  const child = stack.use(
    await Lifeline.create(directory, "a child of the program"),
  );
  await directory.writeScript(
    "endless",
    `(${child.hold}\n${gate.wait}) > /dev/null 2>&1 &\n` +
      `${program.hold}\n${output}\n${gate.wait}`,
  );
  const rest = stack.move();
  return {
    scripts: { "/cgi-bin": directory.path },
    async started() {
      await program.held();
      await child.held();
    },
    async expectKilled(when) {
      await program.expectReleased(`${when} the program is killed`);
      await child.expectReleased(`${when} its children are killed too`, {
        likely: "only the program is killed: detached: true makes a group of " +
          'it and its children, and Deno.kill(-pid, "SIGKILL") kills that',
      });
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

Deno.test(task(13, "a program that takes too long is killed, and it is 504", {
  because: "RFC 3875 section 6.1, RFC 9110 section 15.6.5",
  likely: "there is no timer, or it only answers: kill the program as well",
}, async () => {
  await using program = await endless();
  const { scripts } = program;
  const options = { scripts, timeoutMs: SHORT_MS };
  await using server = await start(serve, options);
  expectStatus(await server.exchange(get("/cgi-bin/endless")), 504);
  await program.expectKilled("at timeoutMs");
}));

Deno.test(task(13, "at the timeout an answer that has begun breaks off", {
  because: "RFC 9112 section 8: the client must be able to tell that it has " +
    "not got all",
  likely: "the timer ends with the header; or the stream is closed as if it " +
    "were complete: controller.error() makes the engine cut the connection",
}, async () => {
  const header = "echo 'Content-Type: text/plain'\necho 'Content-Length: 99'";
  await using program = await endless(`${header}\necho\necho 'the first half'`);
  const { scripts } = program;
  const options = { scripts, timeoutMs: LONG_MS };
  await using server = await start(serve, options);
  const connection = await server.connect({ silenceMs: 2 * LONG_MS });
  await connection.send(get("/cgi-bin/endless"));
  await connection.readUntil("the first half");
  await expectCut(connection);
  await program.expectKilled("at timeoutMs");
}));

Deno.test(task(13, "a program is killed when its client has gone", {
  because: "RFC 3875 section 3.4: nobody waits for what it does",
  likely: "request.signal is not looked at: it aborts when the client goes",
}, async () => {
  for (const output of ["", `${TEXT_HEADER}\necho 'the first half'`]) {
    await variant(output ? "within the answer" : "before it", async () => {
      await using program = await endless(output);
      const { scripts } = program;
      await using server = await start(serve, { scripts });
      const connection = await server.connect({ canReset: true });
      await connection.send(get("/cgi-bin/endless"));
      if (output) await connection.readUntil("the first half");
      await program.started();
      await connection.reset();
      await program.expectKilled("when its client has gone");
    });
  }
}));

Deno.test(task(13, "programs are killed when the server stops", {
  because: "what a stopped server has left running, nobody will ever end",
  likely: "request.signal is not looked at: it aborts when the server stops",
  try: "deno run -A exercises/04_cgi/server.ts, and Ctrl-C",
}, async () => {
  await variant("shutdown()", async () => {
    await using program = await endless();
    const { scripts } = program;
    await using server = await start(serve, { scripts });
    const connection = await server.connect();
    await connection.send(get("/cgi-bin/endless"));
    await program.started();
    await server.shutdown();
    await program.expectKilled("at the end of the server");
  });
  await variant("Ctrl-C", async () => {
    await using program = await endless();
    const { scripts } = program;
    const args = ["--port", "0", "--cgi-bin", scripts["/cgi-bin"]];
    const url = import.meta.resolve("./server.ts");
    await using server = Program.start(url, args);
    const connection = await server.connect();
    await connection.send(get("/cgi-bin/endless"));
    await program.started();
    const { code, stderr } = await server.interrupt();
    assertEquals(stderr, "");
    assertEquals(code, 0);
    await program.expectKilled("at the end of the server");
  });
}));

/** Starts a child in a session of its own, so also in a group of its own. */
const SESSION = `session() {
  if command -v setsid > /dev/null; then setsid sh -c "$1"; else sh -c "$1"; fi
}`;

/** How a program may leave a child behind, which says when it is ready. */
const LEFT: readonly [
  name: string,
  leave: (ready: string, wait: string) => string,
][] = [
  [
    "a child keeps stdout open",
    (ready, wait) => `(${ready}; ${wait}) 2> /dev/null`,
  ],
  [
    "a child keeps stderr open",
    (ready, wait) => `(${ready}; ${wait}) > /dev/null`,
  ],
  [
    "a child in a session of its own keeps stdout open",
    (ready, wait) => `session "${ready}; ${wait}" 2> /dev/null`,
  ],
  [
    "a child in a session of its own goes on writing",
    (ready) =>
      `session "${ready}; while echo still here; do sleep 0.1; done" 2> /dev/null`,
  ],
];

Deno.test(task(13, "an answer ends with its program, whatever that leaves", {
  because: "what it has started inherits stdout, and may keep it open for ever",
  likely:
    "the answer ends at the end of file of stdout, which does not come: " +
    "when the program has ended, read what is there, and stop",
  timeoutMs: 10_000,
}, async () => {
  for (const [name, leave] of LEFT) {
    await variant(name, async () => {
      await using directory = await TempDir.create();
      await using gate = await Gate.create(directory);
      const ready = directory.resolve("ready");
      const child = leave(`echo > '${ready}'`, gate.wait);
      await directory.writeScript(
        "leave",
        `${SESSION}\n${TEXT_HEADER}\nmkfifo '${ready}'\n${child} &\n` +
          `read line < '${ready}'\necho 'that is all'`,
      );
      await using server = await startWith(directory);
      const request = get("/cgi-bin/leave");
      const response = await server.exchange(request, { silenceMs: 5000 });
      expectStatus(response, 200);
      expectInBody(response, "that is all\n");
    });
  }
}));

/** Expects that the connection ends before the answer is complete. */
async function expectCut(connection: Connection): Promise<void> {
  for (;;) {
    const outcome = await connection.more();
    if (outcome === "end of file" || outcome === "reset") break;
    if (outcome === "bytes") continue;
    throw new Failure("the connection is still open", {
      transcript: connection.transcript,
      expected: "the server cuts the connection",
    });
  }
  if (connection.unread.length < 99 - "the first half".length) return;
  throw new Failure("the answer was completed", {
    transcript: connection.transcript,
    expected: "the 99 bytes that the program has promised do not all come",
  });
}
