/**
 * The Markdown files tell the truth: links lead somewhere, the files that
 * commands name exist, and the commands run.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { Program, TempDir } from "../kit/mod.ts";
import { missingPrograms } from "../kit/permission.ts";
import {
  exists,
  listFolders,
  listProject,
  readText,
  ROOT,
} from "./deno_command.ts";

const TEXTS = listProject(/\.md$/);

/** The commands in the shell blocks of a file, continued lines joined. */
function commandsOf(path: string): string[] {
  const blocks = [...readText(path).matchAll(/^ *```sh\n(.*?)^ *```$/gms)];
  return blocks.flatMap(([, block]) =>
    block.replaceAll("\\\n", " ").split("\n").map((line) =>
      line.replace(/\s+#.*$/, "").trim()
    ).filter((line) => line !== "" && !line.startsWith("#"))
  );
}

/** The anchors of a text, as GitHub derives them from its headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-")
  );
}

for (const path of TEXTS) {
  Deno.test(`the links of ${path} lead somewhere`, () => {
    for (const [, link] of readText(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file, anchor] = link.split("#");
      const target = new URL(file === "" ? path : file, new URL(path, ROOT));
      const isThere = file === "" || exists(target);
      assert(isThere, `${path}: nothing at ${link}`);
      if (anchor === undefined) continue;
      const text = file === "" ? readText(path) : Deno.readTextFileSync(target);
      assert(anchorsOf(text).includes(anchor), `${path}: no heading ${link}`);
    }
  });

  Deno.test(`the deno commands of ${path} name existing files`, () => {
    const { tasks } = JSON.parse(readText("deno.json"));
    for (const command of commandsOf(path)) {
      const words = command.split(/\s+/);
      const at = words.findIndex((word) => /^deno(@|$)/.test(word));
      if (at < 0) continue;
      if (words[at + 1] === "task") {
        const name = words.slice(at + 2).find((word) => !word.startsWith("-"));
        assert(name !== undefined && name in tasks, `${path}: ${command}`);
      }
      for (const word of words.slice(at + 2)) {
        const name = word.replace(/^--import-map=/, "");
        const [first] = name.split("/");
        if (first !== "mod.ts" && !listFolders().includes(`${first}/`)) {
          continue;
        }
        assert(matches(name), `${path}: nothing at ${name} in: ${command}`);
      }
    }
  });
}

/** The commands that a reader can try on a running server, by their program. */
const TRIED: Readonly<Record<string, RegExp>> = {
  "curl": /^curl .*127\.0\.0\.1:8000/,
  "deno": /^deno task send /,
};

for (const { id, modules } of STAGES) {
  const path = `exercises/${id}/README.md`;
  const solution = new URL(`solutions/${modules["server.ts"]}`, ROOT).href;

  Deno.test(`${path} has a command to try`, () => {
    const patterns = Object.values(TRIED);
    const isTried = (command: string) =>
      patterns.some((pattern) => pattern.test(command));
    assert(commandsOf(path).some(isTried));
  });

  for (const [program, pattern] of Object.entries(TRIED)) {
    const commands = commandsOf(path).filter((command) =>
      pattern.test(command)
    );
    if (commands.length === 0) continue;
    const isMissing = program !== "deno" &&
      missingPrograms([program]).length > 0;
    const skipped = isMissing
      ? ` (skipped: no ${program} on this machine)`
      : "";
    Deno.test({
      name:
        `the ${program} commands of ${path} run against the solution${skipped}`,
      ignore: isMissing,
      fn: () => tryCommands(commands, solution),
    });
  }
}

/** Runs commands against a server, and expects that they succeed. */
async function tryCommands(
  commands: readonly string[],
  solution: string,
): Promise<void> {
  await using directory = await TempDir.create();
  // Do not touch the user's own guestbook.
  const database = directory.resolve("guestbook.db");
  Deno.env.set("GUESTBOOK_DATABASE", database);
  await using program = Program.start(solution, ["--port", "0"]);
  const { port } = await program.url();
  for (const command of commands) {
    const here = command.replaceAll("127.0.0.1:8000", `127.0.0.1:${port}`)
      .replace(
        /^deno task send /,
        `${Deno.execPath()} task send --port ${port} `,
      );
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", here],
      cwd: ROOT,
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const output = decoder.decode(stdout) + decoder.decode(stderr);
    assertEquals(code, 0, `${command}\n${output}`);
  }
  assertEquals((await program.interrupt()).code, 0);
}

/** Whether there is a file, or one that a pattern with "*" at its end matches. */
function matches(name: string): boolean {
  if (!name.endsWith("*")) return exists(name);
  const folder = name.replace(/[^/]+$/, "");
  return exists(folder) &&
    [...Deno.readDirSync(new URL(folder, ROOT))]
      .some((entry) => `${folder}${entry.name}`.startsWith(name.slice(0, -1)));
}
