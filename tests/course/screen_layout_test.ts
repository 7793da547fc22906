/**
 * The screen of `watch` as rows, without a terminal: what it shows first, and
 * where it breaks lines.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { foldAtSpaces, plain, widthOf } from "../../course/style.ts";
import { STAGES } from "../../course/stages.ts";
import { closingText, taskText } from "../../course/task_text.ts";
import type { TestReport } from "../../course/test_run.ts";
import type { Model } from "../../course/watch/model.ts";
import { listPage } from "../../course/watch/pages.ts";
import { renderScreen } from "../../course/watch/screen.ts";

const STAGE = STAGES[2];
const SMALL = { columns: 80, rows: 24 };
const FILE = "exercises/03_static/tests/05_say_404_test.ts";

const FIELDS = Array.from(
  { length: 12 },
  (_, index) => `            X-${index}: a  b␍␊`,
);

/** A failure whose conversation has more rows than a small terminal. */
const MESSAGE = [
  "/nothing.html: status 500 instead of 404",
  "",
  "  sent      GET /nothing.html HTTP/1.1␍␊",
  "            ␍␊",
  "  received  HTTP/1.1 500 Internal Server Error␍␊",
  ...FIELDS,
  "  expected  the status code 404 and a page with a few words about " +
  "the file that is not there",
  "  likely    the error of readFile is not caught",
  `    at ${FILE}:19:5`,
].join("\n");

function modelOf(change: Partial<Model> = {}): Model {
  return {
    position: { stage: STAGE, task: 5 },
    passed: { stage: [], course: 0 },
    missing: [],
    broken: [],
    isEdited: true,
    scroll: 0,
    report: reportOf({ status: "failed", message: MESSAGE }),
    ...change,
  };
}

function reportOf(
  result: Pick<TestReport["files"][0]["tests"][0], "status" | "message">,
): TestReport {
  const tests = [{ name: "what is not there is 404", seconds: 1, ...result }];
  return { files: [{ file: FILE, tests }], printed: [], seconds: 1 };
}

function screenOf(model: Model, columns = 80, rows = 24): string {
  const lines = renderScreen(model, { columns, rows });
  assert(lines.length <= rows, lines.join("\n"));
  for (const line of lines) assert(widthOf(line) <= columns, line);
  return plain(lines.join("\n"));
}

function assertOrder(screen: string, ...parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const found = screen.indexOf(part, from);
    assert(found >= 0, `${part} is missing or too early in\n${screen}`);
    from = found + part.length;
  }
}

Deno.test("the text of a task is on the screen until a file changes", () => {
  const before = screenOf(modelOf({ isEdited: false }));
  assertOrder(before, "Say 404. A path is 404", "status 500 instead of 404");
  const after = screenOf(modelOf());
  assertStringIncludes(after, "Say 404  (t shows the text)");
});

Deno.test("without room for all, the explanation comes before the conversation", () => {
  const small = screenOf(modelOf());
  assertOrder(small, "expected  the status", "likely    the error", "sent  ");
  assertStringIncludes(small, "more rows: arrow keys");
  const large = screenOf(modelOf(), 100, 50);
  assertOrder(large, "sent  ", "received", "expected", "likely");
});

Deno.test("scrolling shows every row of a failure", () => {
  const seen = new Set<string>();
  for (let scroll = 0; scroll < 40; scroll++) {
    for (const row of renderScreen(modelOf({ scroll }), SMALL)) {
      seen.add(plain(row));
    }
  }
  for (const field of FIELDS) assert(seen.has(field), field);
});

Deno.test("one row that does not fit is one row", () => {
  for (let rows = 24; rows < 50; rows++) {
    const screen = screenOf(modelOf(), 80, rows);
    assertEquals(screen.includes(" 1 more rows"), false);
  }
});

Deno.test("a message breaks between words, below the first word", () => {
  const screen = screenOf(modelOf());
  assertStringIncludes(
    screen,
    "  expected  the status code 404 and a page with a few words about the file that\n" +
      "            is not there\n",
  );
});

const FOLDED: readonly (readonly [line: string, rows: readonly string[]])[] = [
  ["one two", ["one two"]],
  ["one two three", ["one two", "three"]],
  ["one two  three", ["one two", "three"]],
  ["one twothree four", ["one", "twothree", "four"]],
  ["abcdefghijkl mn", ["abcdefgh", "ijkl mn"]],
  ["\x1b[31mone two three\x1b[39m", ["\x1b[31mone two", "three\x1b[39m"]],
  ["漢字漢字漢字", ["漢字漢字", "漢字"]],
];

Deno.test("a line breaks at a space, or inside a word that is too long", () => {
  for (const [line, rows] of FOLDED) assertEquals(foldAtSpaces(line, 8), rows);
});

Deno.test("a terminal of any size gets no more rows and columns than it has", () => {
  for (const rows of [1, 3, 8, 12, 16, 24]) {
    for (const columns of [1, 10, 40, 80]) screenOf(modelOf(), columns, rows);
  }
});

Deno.test("a long notice and a long question break into rows", () => {
  const text = "01_tcp is as it was at the start; your files are in " +
    ".course/backup/2026-01-01_00-00-00";
  const question = { text, onYes() {} };
  for (const change of [{ notice: text }, { question }]) {
    for (const columns of [20, 40, 80]) {
      const screen = screenOf(modelOf(change), columns, 24);
      assertStringIncludes(screen, "01_tcp is as it was");
    }
  }
});

Deno.test("a small terminal keeps its rows for the failure", () => {
  const screen = screenOf(modelOf(), 40, 12);
  assertStringIncludes(screen, "status 500 instead of 404");
  assertStringIncludes(screen, "n p l h t s r w x q Enter");
});

Deno.test("the closing text of a level is shown when its last task passes", () => {
  const position = { stage: STAGE, task: 6 };
  assertEquals(taskText(position).includes("Core is done"), false);
  assert(closingText(position).startsWith("Core is done"));
  assertEquals(closingText({ stage: STAGE, task: 5 }), "");
  const failed = screenOf(modelOf({ position }));
  assertEquals(failed.includes("Core is done"), false);
  const report = reportOf({ status: "passed" });
  const passed = screenOf(modelOf({ position, report }));
  assertOrder(passed, "Task 6 passes.", "Core is done");
});

Deno.test("the list fits on a small terminal, with the chosen task", () => {
  const states = STAGES.map((stage) => ({ stage, passed: [] }));
  for (const task of [1, 15, 30]) {
    const page = listPage(states, { stage: STAGE, task });
    const screen = screenOf(modelOf({ page }), 40, 12);
    assert(new RegExp(`^> +${task} - `, "m").test(screen), screen);
    assertStringIncludes(screen, "Esc goes back");
  }
  const page = listPage(states, { stage: STAGE, task: 15 });
  assertStringIncludes(screenOf(modelOf({ page })), " of 30\n");
});
