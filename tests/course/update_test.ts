/**
 * Updating a clone to a new version of the course, with the very commands of the
 * README: the learner's files stay, everything else is new.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { modulesOf } from "../../course/layout.ts";
import { findProgram } from "../../kit/programs.ts";
import { STAGES } from "../../course/stages.ts";
import { TempDir } from "../../kit/mod.ts";
import { ROOT } from "../deno_command.ts";
import { TinyCourse } from "./tiny_course.ts";
import { SERVER } from "./tiny_stages.ts";

const HAS_GIT = findProgram("git") !== undefined &&
  findProgram("sh") !== undefined;

/** The learner's changes, and what the new version changes. */
const MINE = {
  [SERVER]: "// my server\n",
  "exercises/01_one/mine.ts": "// my module\n",
  ".course/state.json": '{ "position": "01.2" }\n',
};
const STUB = "course/stubs/01_one/server.ts.stub";
const NEW = {
  [SERVER]: "// a new stub\n",
  [STUB]: "// a new stub\n",
  "exercises/02_two/server.ts": "// a new stub of 02\n",
  "exercises/01_one/README.md": "# A new README\n",
  "exercises/01_one/tests/01_word_test.ts": "// a new test\n",
  "exercises/01_one/tests/04_new_test.ts": "// one more\n",
};

/** The commands of the README's section on updating. */
function commandsOfReadme(): string {
  const readme = Deno.readTextFileSync(new URL("README.md", ROOT));
  const [, section] = readme.split("### Updating to a new version\n");
  return /^```sh\n(.*?)^```$/ms.exec(section)![1];
}

/** Runs commands of sh, as a person whom git knows. */
async function run(cwd: string, commands: string): Promise<string> {
  const person = { NAME: "Ada", EMAIL: "ada@example.com" };
  const env = Object.fromEntries(
    Object.entries(person).flatMap(([name, value]) => [
      [`GIT_AUTHOR_${name}`, value],
      [`GIT_COMMITTER_${name}`, value],
    ]),
  );
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-ec", commands],
    cwd,
    env: { ...env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test({
  name: "a clone is updated without losing work" +
    (HAS_GIT ? "" : " (skipped: no git)"),
  ignore: !HAS_GIT,
  async fn() {
    const attributes = new URL(".gitattributes", ROOT);
    await using course = await TinyCourse.create({
      ".gitattributes": await Deno.readTextFile(attributes),
    });
    await using parent = await TempDir.create();
    const clone = parent.resolve("clone");
    const commit = "git add --all && git commit --quiet --message";
    await run(course.root, `git init --quiet && ${commit} one`);
    await run(parent.path, `git clone --quiet ${course.root} clone`);
    for (const [path, text] of Object.entries(MINE)) {
      await parent.write(`clone/${path}`, text);
    }
    for (const [path, text] of Object.entries(NEW)) {
      await course.write(path, text);
    }
    await run(course.root, `${commit} two`);
    await run(clone, commandsOfReadme());
    for (const [path, text] of Object.entries({ ...NEW, ...MINE })) {
      assertEquals(await Deno.readTextFile(`${clone}/${path}`), text, path);
    }
    assertEquals(await run(clone, "git status --porcelain"), "");
  },
});

Deno.test("git keeps every file that a learner writes", () => {
  const attributes = Deno.readTextFileSync(new URL(".gitattributes", ROOT));
  const patterns = attributes.matchAll(/^(\S+) merge=ours$/gm);
  const names = [...patterns].map(([, path]) => path.split("/").at(-1));
  for (const path of STAGES.flatMap(modulesOf)) {
    assert(names.includes(path.split("/").at(-1)), path);
  }
});

Deno.test("the position is not ignored by git", () => {
  const ignored = Deno.readTextFileSync(new URL(".gitignore", ROOT));
  assertEquals(ignored.includes(".course"), false);
});

Deno.test("the problem matcher of VS Code matches a failure", async () => {
  await using course = await TinyCourse.create();
  const url = new URL(".vscode/tasks.json", ROOT);
  const { tasks } = JSON.parse(await Deno.readTextFile(url));
  const [{ regexp }] = tasks[1].problemMatcher.pattern;
  const { stdout } = await course.run("check", "01");
  const found = stdout.split("\n").map((line) => new RegExp(regexp).exec(line))
    .find((match) => match !== null);
  assertEquals(found?.slice(1, 4), [SERVER, "4", "9"]);
  assertStringIncludes(found![4], "Task 1 is not done yet");
});
