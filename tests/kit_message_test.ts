/**
 * The message of a failing test: its rows, and the cause that it names.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  expectStatus,
  expectThat,
  start,
  suite,
  TempDir,
  toBytes,
  variant,
} from "../kit/mod.ts";
import {
  checked,
  failureOf,
  failureOfAnswer,
  REQUEST,
  serverOf,
  SUITE,
} from "./kit_suite.ts";

Deno.test({
  ...checked,
  name: "the message teaches: expected, because, likely, try, task, one frame",
  async fn() {
    const error = await failureOf(async () => {
      const serve = serverOf((connection) =>
        connection.write(toBytes("HTTP/1.1 200 OK\r\n\r\n"))
      );
      await using server = await start(serve);
      const response = await server.exchange(REQUEST);
      await variant("a row of a table", () => {
        expectStatus(response, 404, { likely: "a mistake" });
      });
    }, { because: "RFC 1", try: "deno task send" });
    const { message, name, stack = "" } = error;
    assertEquals(name, "AssertionError");
    const rows = [
      "a row of a table: status 200 instead of 404\n",
      "\n  sent      GET / HTTP/1.1␍␊\n",
      "\n  received  HTTP/1.1 200 OK␍␊\n                     ^ byte 9: expected 404\n",
      "\n  expected  the status code 404\n",
      "\n  because   RFC 1\n",
      "\n  likely    a mistake\n",
      "\n  try       deno task send\n",
      "\n  task      exercises/02_http/README.md, task 3; hints in HINTS.md",
    ];
    for (const row of rows) assertStringIncludes(message, row);
    assertEquals(stack.match(/\n {4}at /g)?.length, 1, stack);
  },
});

Deno.test({
  ...checked,
  name: "the path of a test file has the stage and the task",
  fn() {
    const { name } = suite(SUITE.href)("a test", {}, () => {});
    assertEquals(name, "02_http task 3 · a test");
    const other = new URL("../server_test.ts", SUITE).href;
    assertThrows(() => suite(other), TypeError, "Cannot tell the task of");
  },
});

Deno.test({
  ...checked,
  name: "the likely cause of a test is that of its symptom",
  async fn() {
    const likely = {
      silence: "cause of silence",
      "end of file": "cause of an early end",
      malformed: "cause of bad grammar",
      thrown: "cause of an error",
    };
    const answers: [answer: string, words: string][] = [
      ["", "cause of an early end"],
      ["HTTP/1.1 200 OK\n", "cause of bad grammar"],
    ];
    for (const [answer, words] of answers) {
      const message = await failureOfAnswer(answer, "GET", { likely });
      assertStringIncludes(message, `\n  likely    ${words}\n`);
    }
    const { message } = await failureOf(() => expectThat(false, "no"), {
      likely,
    });
    assert(!message.includes("likely"), message);
  },
});

Deno.test({
  ...checked,
  name: "the cause of an exchange comes before that of the test",
  async fn() {
    const { message } = await failureOf(async () => {
      await using server = await start(serverOf(async () => {}));
      await server.exchange(REQUEST, {
        likely: { "end of file": "this exchange" },
      });
    }, { likely: { "end of file": "this test" } });
    assertStringIncludes(message, "\n  likely    this exchange\n");
  },
});

Deno.test({
  ...checked,
  name: "a lesson about an answer explains neither a leak nor an exception",
  async fn() {
    const { message } = await failureOf(async () => {
      await variant("a row", () => {
        throw new TypeError("broken");
      }, { because: "RFC 2", likely: "a wrong answer" });
    }, { because: "RFC 1" });
    assertStringIncludes(message, "thrown: TypeError: broken");
    assert(!/RFC \d|a wrong answer/.test(message), message);
  },
});

Deno.test({
  ...checked,
  name: "each of the other connections takes one line",
  async fn() {
    const serve = serverOf((connection) => connection.write(toBytes("hi")));
    const { message } = await failureOf(async () => {
      await using server = await start(serve);
      await server.connect();
      const second = await server.connect();
      await second.send("two");
      await second.readToEnd();
      const third = await server.connect({ silenceMs: 50 });
      await third.readToEnd();
    });
    const lines =
      "\n  others    connection 1: sent nothing, received nothing\n" +
      "            connection 2: sent 3 bytes, received 2 bytes, end of file\n";
    assertStringIncludes(message, lines);
    assertStringIncludes(message, "received  (nothing for 50 ms)");
  },
});

Deno.test({
  ...checked,
  name: "the program that was asked for is shown",
  async fn() {
    const serve = serverOf((connection) => connection.write(toBytes("hi")));
    const { message } = await failureOf(async () => {
      await using directory = await TempDir.createScripts({
        "say": "echo Status: 404\necho",
        "other": "exit 1",
      });
      await using server = await start(serve);
      assert(directory.path);
      await server.exchange("GET /cgi-bin/say HTTP/1.1\r\n\r\n");
    });
    const lines = "\n  program   say:\n              echo Status: 404\n" +
      "              echo\n";
    assertStringIncludes(message, lines);
    assert(!message.includes("exit 1"), message);
  },
});

Deno.test({
  ...checked,
  name: "a test that needs a missing program is skipped, and names it",
  fn() {
    const needs = ["no-such-program"];
    const test = suite(SUITE.href, { needs });
    const skipped = test("a test", {}, () => {});
    assertEquals(skipped.ignore, true);
    const words = "(skipped: no no-such-program on this machine)";
    assertStringIncludes(skipped.name, words);
    assertEquals(test("another", { needs: [] }, () => {}).ignore, false);
  },
});
