/**
 * A made-up class of thirty, some of whom harm themselves.
 *
 * @module
 */

import { SERVER, SOLUTION } from "./tiny_stages.ts";

/** A module whose second task does something else. */
function inTask2(code: string): string {
  return SOLUTION.replace("return 1;", code);
}

const PAUSE = "new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5";
/** A loop that never returns to the event loop, and leaves the processor. */
const LOOP = `for (;;) Atomics.wait(${PAUSE});`;
const PRINT = `
const line = "x".repeat(1e6);
for (let count = 0; count < 1000; count++) console.log(line);
`;

/** A submission. */
export interface Submission {
  /** The text of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** The points that it deserves. */
  readonly points: number;
  /** A part of the notes about it. */
  readonly note?: string;
}

function server(text: string, points: number, note?: string): Submission {
  return { files: { [SERVER]: text }, points, note };
}

const CLASS: Readonly<Record<string, Submission>> = {
  correct: server(SOLUTION, 3),
  empty: { files: { "notes.txt": "" }, points: 0, note: "not submitted" },
  empty_file: server("", 0),
  first_task_only: server(inTask2("return 2;"), 1),
  type_error: server(`${SOLUTION}const wrong: string = 1;\n`, 3),
  syntax_error: server(`${SOLUTION}}`, 0, "SyntaxError"),
  endless_in_a_task: server(inTask2("for (;;);"), 1),
  endless_outside: server(`${SOLUTION}${LOOP}`, 0, "took more than"),
  never_settles: server(
    `${SOLUTION}await new Promise((done) => setTimeout(done, 1e8));`,
    0,
    "took more than",
  ),
  exits_in_a_task: server(inTask2("Deno.exit(0);"), 1),
  exits_outside: server(`${SOLUTION}Deno.exit(0);`, 0, "Deno.exit(0)"),
  prints_in_a_task: server(inTask2(`${PRINT}return 1;`), 1, "printed too much"),
  prints_outside: server(SOLUTION + PRINT, 0, "printed too much"),
  exhausts_memory: server(
    inTask2(`
      const all = [];
      for (;;) {
        all.push(new Uint8Array(16e6).fill(1));
        Atomics.wait(${PAUSE});
      }
    `),
    1,
    "used more than 400 MiB of memory",
  ),
  kills_its_parent: server(
    inTask2(`Deno.kill(Deno.ppid, "SIGKILL"); ${LOOP}`),
    1,
    "its parent process was killed",
  ),
  kills_itself: server(
    inTask2(`Deno.kill(Deno.pid, "SIGKILL"); return 1;`),
    1,
    "was killed",
  ),
  changed_tests: {
    files: {
      [SERVER]: inTask2("return 2;"),
      "exercises/01_one/tests/02_number_test.ts": "",
      "exercises/01_one/tests/01_word_test.ts": "throw new Error();",
    },
    points: 1,
  },
  changed_configuration: {
    files: {
      [SERVER]: inTask2("return 2;"),
      "exercises/01_one/deno.json": "{",
    },
    points: 1,
  },
  imports_reference: server(
    `export * from "../../solutions/01_one.ts";`,
    0,
    "imports solutions/01_one.ts, which is not accepted",
  ),
  imports_reference_later: server(
    inTask2(
      `return import("../../solutions/01_one.ts").then((m) => m.number());`,
    ),
    1,
  ),
  own_module: {
    files: {
      [SERVER]: `export * from "./parts/words.ts";`,
      "exercises/01_one/parts/words.ts": SOLUTION,
    },
    points: 3,
  },
  leaves_a_process: server(
    `${SOLUTION}
    new Deno.Command("sleep", { args: ["3000"], detached: true, stdin: "null",
      stdout: "null", stderr: "null" }).spawn().unref();
    `,
    3,
  ),
  throws: server(inTask2('throw new Error("\\x00 & <b>");'), 1),
  reads_the_environment: server(
    inTask2(`return Deno.env.get("TEACHERS_SECRET") === undefined ? 1 : 2;`),
    3,
  ),
};

const ADA = { files: { [SERVER]: SOLUTION }, points: 3 };
const REST = Object.fromEntries(
  ["ada", "bob", "cyd", "dan", "eve", "fay"].map((name) => [name, ADA]),
);
/** The submissions, by the name of their directories. */
export const SUBMISSIONS: Readonly<Record<string, Submission>> = {
  ...CLASS,
  ...REST,
};
