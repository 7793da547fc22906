/**
 * Errors of the learner's code in the message of a failing test.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Failure, start, variant } from "../kit/mod.ts";
import { checked, failureOf, REQUEST, serverOf } from "./kit_suite.ts";

Deno.test({
  ...checked,
  name: "a row of a table names an assertion and an exception",
  async fn() {
    const { message, stack = "" } = await failureOf(() =>
      variant("a row", () => {
        throw new TypeError("Broken");
      })
    );
    assertStringIncludes(message, "a row: thrown: TypeError: Broken");
    assertStringIncludes(message, "\n  threw     TypeError: Broken");
    assertEquals(stack.match(/\n {4}at /g)?.length, 1, stack);
    const row = await failureOf(() =>
      variant("a row", () => assertEquals(1, 2), { likely: "of the row" })
    );
    assertStringIncludes(row.message, "\n  likely    of the row");
  },
});

Deno.test({
  ...checked,
  name: "a control character in an error or in the log reaches no terminal",
  async fn() {
    const hostile = "\x1b[2J\x07\u009b2J\r\u202e";
    const { message } = await failureOf(async () => {
      await using _server = await start(({ log }) => {
        log(hostile);
        throw new Error(hostile);
      });
    });
    assert(!/(?!\n)[\p{Cc}\u202e]/u.test(message), Deno.inspect(message));
    assertStringIncludes(message, "threw     Error: ␛[2J␇\\u{9b}2J␍\\u{202e}");
    assertStringIncludes(message, "logged    ␛[2J␇");
    const bare = await failureOf(() => {
      throw new Failure(hostile, { expected: hostile });
    });
    assert(!/(?!\n)\p{Cc}/u.test(bare.message), Deno.inspect(bare.message));
  },
});

Deno.test({
  ...checked,
  name: "a task that was not begun takes one line, even in the log",
  async fn() {
    const stub = new Error("Task 2 is not done yet");
    const { message, stack = "" } = await failureOf(() => {
      throw stub;
    });
    assertEquals(message, "Task 2 is not done yet");
    assertEquals(stack.split("\n").length, 2, stack);
    const logged = await failureOf(async () => {
      const serve = serverOf(() => Promise.resolve());
      await using server = await start(
        (options: { log(line: string): void }) => {
          options.log(`failed: ${JSON.stringify(stub.stack)}`);
          return serve();
        },
      );
      await server.exchange(REQUEST);
    });
    assertEquals(logged.message, "Task 2 is not done yet");
    assertStringIncludes(logged.stack!, "tests/kit_thrown_test.ts");
  },
});

Deno.test({
  ...checked,
  name: "a thrown value that cannot be converted to text has a message too",
  async fn() {
    const thrown = [
      Object.assign(new Error(), { message: Symbol("odd") }),
      Object.assign(new Error(), { name: { toString: null } }),
      {
        [Symbol.for("Deno.customInspect")]() {
          throw new Error("inspected");
        },
      },
      null,
    ];
    for (const value of thrown) {
      const { message } = await failureOf(() => {
        throw value;
      });
      assertStringIncludes(message, "thrown: ");
    }
  },
});
