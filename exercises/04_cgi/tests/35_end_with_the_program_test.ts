import {
  expectInBody,
  expectStatus,
  expectThat,
  Gate,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
  within,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, FOR_SH);

/** How long an answer may take, in milliseconds. */
const DEADLINE_MS = 1800;

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
  await using server = await startWith(directory);
  await sideBySide(CHILDREN, async ([name], index) => {
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
  });
}));
