import {
  expectInBody,
  expectStatus,
  expectThat,
  expectValue,
  Gate,
  get,
  pause,
  suite,
  TempDir,
  TEXT_HEADER,
  within,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  inOnePiece,
  sideBySide,
  startCgi,
  writePrograms,
} from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

/** How long an answer may take, in milliseconds. */
const DEADLINE_MS = 1800;

/** The largest capacity of a pipe on Linux, in bytes. */
const PIPE_BYTES = 1_048_576;

/** More than that. */
const MAX_LENGTH = 1_100_000;

/** Much more. */
const LENGTH = 3_000_000;

/** Starts a child in a session of its own, so also in a group of its own. */
const SESSION = `session() {
  if command -v setsid > /dev/null; then setsid sh -c "$1"; else sh -c "$1"; fi
}`;

/** How a program leaves a child running; the child says when it is ready. */
const CHILDREN: readonly [
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
      `session "${ready}; while echo more; do sleep 0.1; done" 2> /dev/null`,
  ],
  [
    "a child in a session of its own writes a lot afterwards",
    (ready) =>
      `session "${ready}; while kill -0 $$; do sleep 0.01; done; ` +
      `head -c ${LENGTH} /dev/zero" 2> /dev/null`,
  ],
  [
    "a child in a session of its own keeps stderr open",
    (ready, wait) => `session "${ready}; ${wait}" > /dev/null`,
  ],
];

Deno.test(test("an answer ends with its program", {
  because:
    "a child inherits stdout and stderr, and may keep them open for ever",
}, async () => {
  await using directory = await TempDir.create();
  await using gate = await Gate.create(directory);
  for (const [index, [, leave]] of CHILDREN.entries()) {
    const ready = directory.resolve(`ready${index}`);
    await directory.writeScript(
      `leave${index}`,
      `${SESSION}\n${TEXT_HEADER}\nmkfifo '${ready}'\n` +
        `${leave(`echo > '${ready}'`, gate.wait)} &\n` +
        `read line < '${ready}'\necho 'that is all'`,
    );
  }
  const scripts = { "/cgi-bin": directory.path };
  await using streaming = await startCgi({ scripts });
  await using whole = await startCgi({ scripts }, undefined, inOnePiece);
  await sideBySide(CHILDREN, async ([name], index) => {
    const server = name.includes("a lot") ? whole : streaming;
    const answer = server.exchange(get(`/cgi-bin/leave${index}`));
    // It may fail later, when the test has ended.
    answer.catch(() => {});
    const response = await within(answer, DEADLINE_MS, undefined);
    expectThat(response !== undefined, "the answer does not end", {
      expected: "the answer ends a second after its program at the latest",
      likely: name.includes("session")
        ? "the answer waits for the end of file: after the end of the program, " +
          "read only what is there, for half a second altogether"
        : "the answer waits for the end of file, and the group of the program " +
          "is not killed at its end",
    });
    expectStatus(response, 200);
    expectInBody(response, "that is all\n");
    expectThat(response.body.length < MAX_LENGTH, "the child is sent on", {
      expected: "at most 1 MiB is read after the end of the program",
      likely: "only the time is limited: a child may write a lot in it",
    });
  });
}));

/** Longer than the time that a child gets, in milliseconds. */
const LATER_MS = 600;

/**
 * Enlarges the pipe of stdout: 1031 is F_SETPIPE_SZ of Linux. Without Perl, or
 * elsewhere, the pipe remains as it is, and the program has to wait.
 */
const ENLARGE = `perl -e 'fcntl(STDOUT, 1031, ${PIPE_BYTES})' 2> /dev/null`;

/** If the query is "later", the answer is not read before LATER_MS. */
const PATIENCE: readonly [
  name: string,
  script: string,
  length: number,
  query: string,
][] = [
  [
    "a slow client",
    `${TEXT_HEADER}\nsleep 0.1\nhead -c 9000 /dev/zero`,
    9000,
    "later",
  ],
  [
    "a long answer",
    `${TEXT_HEADER}\nhead -c ${LENGTH} /dev/zero`,
    LENGTH,
    "later",
  ],
  [
    "a full pipe of 1 MiB",
    `${ENLARGE}\n${TEXT_HEADER}\nsleep 0.1\nhead -c ${PIPE_BYTES} /dev/zero`,
    PIPE_BYTES,
    "later",
  ],
  ["a slow program", `sleep ${LATER_MS / 1000}\n${TEXT_HEADER}\necho`, 1, ""],
];

Deno.test(test("nothing else is cut", {
  because: "the output of a program may wait in the pipe for a slow client",
}, async () => {
  await using directory = await TempDir.create();
  await writePrograms(directory, PATIENCE);
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi(
    { scripts },
    undefined,
    (handler) => async (request) => {
      const response = await handler(request);
      if (request.query === "later") await pause(LATER_MS);
      return response;
    },
  );
  await sideBySide(PATIENCE, async ([name, , length, query], index) => {
    const request = get(`/cgi-bin/say${index}?${query}`);
    const response = await server.exchange(request, { silenceMs: 10_000 });
    expectStatus(response, 200);
    expectValue("the length of the body", response.body.length, length, {
      likely: name.includes("1 MiB")
        ? "exactly 1 MiB after the end of the program is too much: the pipe " +
          "of the program may hold that"
        : "the time that a child gets begins too early, or goes on while " +
          "nothing is read: it begins when the program has ended, and only " +
          "waiting for the pipe counts",
    });
  });
}));
