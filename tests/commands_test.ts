/**
 * Every deno command that documentation, failure messages and configuration
 * name can be typed: its task, file and flags exist.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { CONFIGURATION, findProblem, listCommands } from "./commands.ts";
import { listProject, readText } from "./deno_command.ts";
import { listSuiteTests } from "./suite_tests.ts";

const COMMANDS = listCommands();

Deno.test("every command that is named can be typed", () => {
  assert(COMMANDS.length > 180, `found ${COMMANDS.length} commands`);
  const problems = COMMANDS.flatMap((command) => {
    const problem = findProblem(command);
    const { file, words } = command;
    return problem === undefined
      ? []
      : [`${file}: ${words.join(" ")}: ${problem}`];
  });
  assertEquals(problems, []);
});

Deno.test("a command that names what is not there is found", () => {
  const wrong: readonly [command: string, problem: string][] = [
    ["deno task curse", "no task curse"],
    ["deno task course lsit", "no command lsit"],
    ["deno task course grade x --fromat json", "no flag --fromat"],
    ["deno task send GET --splt 3", "no flag --splt"],
    ["deno task test exercises/09", "no part exercises/09"],
    ["deno run -A solutions/09.ts", "no file solutions/09.ts"],
    [
      "deno run -A exercises/03_static/server.ts --rot x",
      "exercises/03_static/server.ts has no flag --rot",
    ],
    [
      "deno test -A exercises/03_static/tests/99_*",
      "no file exercises/03_static/tests/99_*",
    ],
    ["deno test -A tests/x_test.ts", "no file tests/x_test.ts"],
    [
      "deno test --filter no_such_server",
      "--filter no_such_server selects nothing",
    ],
  ];
  for (const [command, problem] of wrong) {
    const words = command.split(" ");
    assertEquals(findProblem({ file: "x.md", words }), problem);
  }
});

Deno.test("everything that names a version of Deno names the same", () => {
  const files = [...CONFIGURATION, ...listProject(/^[A-Z]\w+\.md$/)];
  const versions = files.flatMap((file) =>
    [
      ...readText(file).matchAll(
        /\b(?:deno@|debian-|deno-version: )(\d[\d.]*\d)/g,
      ),
    ]
      .map(([, version]) => version)
  );
  assert(versions.length >= 6, `found ${versions.length} versions`);
  assertEquals([...new Set(versions)].length, 1, versions.join(", "));
});

Deno.test("on Windows, CI leaves out only programs and Ctrl-C", () => {
  const [, source] = /--filter='\/(.+)\/'/.exec(
    readText(".github/workflows/ci.yml"),
  )!;
  const pattern = new RegExp(source);
  const left = listSuiteTests().map(({ name }) => name)
    .filter((name) => !pattern.test(` · ${name}`));
  assert(left.length > 0);
  for (const name of left) assert(/^as a program|^Ctrl-C/.test(name), name);
});

Deno.test("the picture of the course shows as many tasks as there are", () => {
  const [, count] = />course\s0\/(\d+)</.exec(readText("docs/course.svg"))!;
  const tasks = STAGES.flatMap(({ tasks }) => tasks);
  assertEquals(Number(count), tasks.length, "run tests/course/draw_screen.ts");
});
