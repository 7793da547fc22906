import {
  type Connection,
  expectStatus,
  expectThat,
  Failure,
  Gate,
  get,
  Lifeline,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  inOnePiece,
  sideBySide,
  startCgi,
  startWith,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

/** Enough for a program that need not have begun its answer, in milliseconds. */
const SHORT_MS = 100;

/**
 * Within this time a program must have begun its answer, in milliseconds. If the
 * machine is too busy for that, the next one is tried.
 */
const LONGER_MS = [75, 600, 3000];

const NOT_STREAMED = {
  expected: "the program begins its answer before the timeout",
};

const LOGS: readonly [name: string, log?: () => void][] = [
  ["a program without output"],
  ["with a log that throws", () => {
    throw new Error("No space left on device");
  }],
];

Deno.test(test("a program that takes too long is 504, and is killed", {
  because: "RFC 3875 section 6.1, RFC 9110 section 15.6.5",
}, async () => {
  await sideBySide(LOGS, async ([, log]) => {
    await using directory = await TempDir.create();
    await using gate = await Gate.create(directory);
    await using life = await Lifeline.create(directory);
    const script = `trap '' TERM\n${life.hold}\n${gate.wait}`;
    await directory.writeScript("endless", script);
    const scripts = { "/cgi-bin": directory.path };
    const options = { scripts, timeoutMs: SHORT_MS };
    await using server = await startCgi(log ? { ...options, log } : options);
    const response = await server.exchange(get("/cgi-bin/endless"), {
      likely: {
        silence: "there is no timer, it does not take options.timeoutMs, or " +
          "kill() sends SIGTERM, which this program ignores",
      },
    });
    expectStatus(response, 504, {
      likely: response.status === 502
        ? "the output has ended since the program was killed: remember why"
        : undefined,
    });
    await life.expectReleased("at timeoutMs the program is killed", {
      likely: 'kill() sends SIGTERM, which a program may ignore: "SIGKILL"',
    });
    if (log === undefined) await server.logged("/cgi-bin/endless");
  });
}));

Deno.test(test("an answer that has begun breaks off", {
  because:
    "RFC 9112 section 8: the client must be able to tell that the answer " +
    "is incomplete",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  await directory.writeScript(
    "endless",
    `printf 'Content-Length: 99\\nContent-Type: text/plain\\n\\nhalf'\n` +
      gate.wait,
  );
  for (const timeoutMs of LONGER_MS) {
    await using server = await startWith(directory, { timeoutMs });
    const connection = await server.connect({ silenceMs: timeoutMs + 2000 });
    await connection.send(get("/cgi-bin/endless"));
    const start = await connection.readUntil("\r\n");
    if (start.includes(" 504 ")) continue;
    await connection.readUntil("half");
    return await expectCut(connection);
  }
  throw new Failure("the header is not sent before the timeout", NOT_STREAMED);
}));

Deno.test(test("the stream of an answer without a length fails", {
  because: "only the engine can tell the client, if its framing allows it",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  const path = directory.resolve("begun");
  await directory.writeScript(
    "endless",
    `${TEXT_HEADER}\necho half\necho > '${path}'\n${gate.wait}`,
  );
  const scripts = { "/cgi-bin": directory.path };
  for (const timeoutMs of LONGER_MS) {
    const options = { scripts, timeoutMs };
    await using server = await startCgi(options, undefined, inOnePiece);
    const silenceMs = timeoutMs + 2000;
    const response = await server.exchange(get("/cgi-bin/endless"), {
      silenceMs,
    });
    expectThat(response.status >= 500, "the answer seems to be complete", {
      expected: "the body of the answer fails: pull() throws",
      likely: "the stream is closed at the timeout as if the program had ended",
    });
    if (await exists(path)) return;
  }
  throw new Failure("the program has not run", NOT_STREAMED);
}));

/** Expects that the connection ends before the answer is complete. */
async function expectCut(connection: Connection): Promise<void> {
  for (;;) {
    const outcome = await connection.more();
    if (outcome === "bytes") continue;
    expectThat(outcome !== "silence", "the connection is still open", {
      expected: "at timeoutMs the server cuts the connection",
      likely: "the timer is cleared as soon as the header is there",
    });
    const isCut = connection.unread.length < 99 - "half".length;
    return expectThat(isCut, "the answer was completed", {
      expected: "fewer than the 99 bytes that the program has promised",
    });
  }
}

/** Whether a program has written a file. */
async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
