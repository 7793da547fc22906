/**
 * Side effects of the learner's code: each is attributed to its test, named, and
 * ended.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, pause } from "../kit/mod.ts";
import { runDeno } from "./deno_command.ts";
import { checked, expectPass, failureOf } from "./kit_suite.ts";

Deno.test({
  ...checked,
  name: "an error that nothing awaits, and Deno.exit, fail their test",
  async fn() {
    const { exit } = Deno;
    const causes: [string, () => void][] = [
      ["a promise was rejected and nothing handled it", () => {
        Promise.reject(new Error("mine"));
      }],
      ["an error was thrown and nothing caught it", () => {
        setTimeout(() => {
          throw new Error("mine");
        }, 0);
      }],
      ["the learner's code ended the whole program", () => {
        try {
          Deno.exit(3);
        } catch {
          // As a server might that catches everything.
        }
      }],
    ];
    for (const [words, cause] of causes) {
      const { message } = await failureOf(async () => {
        cause();
        await pause(20);
      });
      assertStringIncludes(message, words);
      await expectPass(() => pause(1));
    }
    assertEquals(Deno.exit, exit);
    assertEquals(Deno.exitCode, 0);
  },
});

Deno.test({
  ...checked,
  name: "an error at the very end of a test still fails it",
  async fn() {
    const { message } = await failureOf(() => {
      Promise.reject(new Error("late"));
    });
    assertStringIncludes(message, "late");
  },
});

Deno.test({
  ...checked,
  name: "an error after the end of its test does not fail the next one",
  async fn() {
    const gate = Promise.withResolvers<void>();
    await expectPass(() => {
      gate.promise.then(() => {
        throw new Error("from the first test");
      });
      return Promise.resolve();
    });
    await expectPass(async () => {
      gate.resolve();
      await pause(20);
    });
  },
});

Deno.test({
  ...checked,
  name: "every open resource is named, with its place, and closed",
  async fn() {
    const leaks: [string, () => Promise<unknown> | void][] = [
      ["the listener on port", () => void Deno.listen({ port: 0 })],
      ["a timer of 60000 ms", () => void setTimeout(() => {}, 60_000)],
      ["a timer of 1000 ms", () => void setInterval(() => {}, 1000)],
      ["the file ", () => void Deno.openSync(new URL(import.meta.url))],
      ["the connection of the client 127.0.0.1:", async () => {
        const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        await Connection.open(listener.addr as Deno.NetAddr);
        await listener.accept();
        listener.close();
      }],
      ["the program with the process id", () => {
        const sleep = new Deno.Command("sleep", { args: ["60"] });
        sleep.spawn().unref();
      }],
    ];
    for (const [words, leak] of leaks) {
      const { message } = await failureOf(async () => void await leak());
      assertStringIncludes(message, words);
      assertStringIncludes(message, "is still open");
      assertStringIncludes(message, "\n  opened    ");
      assertStringIncludes(message, "tests/kit_containment_test.ts");
    }
  },
});

Deno.test({
  ...checked,
  name: "all of several open resources are named",
  async fn() {
    const { message } = await failureOf(() => {
      Deno.listen({ port: 0 });
      setTimeout(() => {}, 60_000);
    });
    const words =
      /^2 resources are still open: the listener on port \d+, a timer/;
    assert(words.test(message), message);
  },
});

Deno.test({
  ...checked,
  name: "a resource that the kit does not watch is named, and closed",
  async fn() {
    const { message } = await failureOf(() => {
      Deno.addSignalListener("SIGUSR2", () => {});
    });
    assertStringIncludes(message, "a signal listener is still open");
    const pipe = await failureOf(async () => {
      const options = { stdin: "piped" } as const;
      await new Deno.Command("true", options).spawn().status;
    });
    assertStringIncludes(pipe.message, "the stdin of a program is still open");
  },
});

Deno.test({
  ...checked,
  name: "several resources of one kind are named once",
  async fn() {
    const { message } = await failureOf(() => {
      for (let i = 0; i < 3; i++) setTimeout(() => {}, 60_000);
    });
    assertStringIncludes(
      message,
      "3 resources are still open: a timer of 60000 ms (3 times)",
    );
  },
});

Deno.test({
  ...checked,
  name: "a timer that ends or is cleared is not a leak",
  async fn() {
    await expectPass(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1, "argument"));
      clearTimeout(setTimeout(() => {}, 1000));
      clearInterval(setInterval(() => {}, 1000));
    });
  },
});

Deno.test("a loop that never pauses is reported, and the next test runs", async () => {
  const directory = await Deno.makeTempDir();
  const file = `${directory}/02_http/tests/03_endless_loop_test.ts`;
  const kit = new URL("../kit/mod.ts", import.meta.url).href;
  await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(
    file,
    `import { suite } from "${kit}";
const test = suite(import.meta.url);
Deno.test(test("loops", { timeoutMs: 1000 }, () => { for (;;); }));
Deno.test(test("is next", {}, () => {}));
`,
  );
  const { output } = await runDeno(["test", "-A", "--no-check", file]);
  await Deno.remove(directory, { recursive: true });
  assertStringIncludes(
    output,
    "error: an endless loop: the event loop has not",
  );
  assertStringIncludes(output, "exercises/02_http/README.md, task 3; hints");
  assertStringIncludes(output, "task 3 · loops ... FAILED");
  assertStringIncludes(output, "task 3 · is next ... ok");
});

Deno.test({
  ...checked,
  name: "a test that does not end is given up",
  async fn() {
    const { message } = await failureOf(
      () => new Promise(() => {}),
      { timeoutMs: 50 },
    );
    assertStringIncludes(message, "the test has not ended within 0.05 s");
  },
});

Deno.test({
  ...checked,
  name: "the first of two errors is shown, not that of the disposal",
  async fn() {
    const { message } = await failureOf(async () => {
      await using _broken = {
        [Symbol.asyncDispose]: () => Promise.reject(new Error("second")),
      };
      await Promise.reject(new Error("first"));
    });
    assertStringIncludes(message, "first");
    assert(!message.includes("second"), message);
  },
});
