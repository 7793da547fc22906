/**
 * The Markdown files tell the truth: links lead somewhere, and the commands of a
 * stage's README show what it promises.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { Program, TempDir } from "../kit/mod.ts";
import { missingPrograms } from "../kit/permission.ts";
import { exists, listProject, readText, ROOT } from "./deno_command.ts";
import { PROMISES } from "./promises.ts";

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
}

/** The commands that a reader can try on a running server, by their program. */
const TRIED: Readonly<Record<string, RegExp>> = {
  "curl": /^curl .*127\.0\.0\.1:8000/,
  "deno": /^deno (?:task send|run -A exercises\/01_tcp\/client\.ts) /,
};

for (const { id, modules } of STAGES) {
  const path = `exercises/${id}/README.md`;

  for (const [program, pattern] of Object.entries(TRIED)) {
    const commands = commandsOf(path).filter((command) =>
      pattern.test(command)
    );
    const isMissing = program !== "deno" &&
      missingPrograms([program]).length > 0;
    const skipped = isMissing
      ? ` (skipped: no ${program} on this machine)`
      : "";
    Deno.test({
      name:
        `the ${program} commands of ${path} show what it promises${skipped}`,
      ignore: isMissing,
      async fn() {
        const promises = PROMISES[id][program] ?? [];
        assertEquals(commands.length, promises.length, commands.join("\n"));
        if (commands.length === 0) return;
        const outputs = await tryCommands(commands, modules);
        outputs.forEach((output, index) => {
          const text = `${commands[index]}\n${output}`;
          assert(promises[index].test(output), `${promises[index]}: ${text}`);
        });
      },
    });
  }
}

/** Runs commands against the solution of a stage; returns what they print. */
async function tryCommands(
  commands: readonly string[],
  modules: Readonly<Record<string, string>>,
): Promise<string[]> {
  await using directory = await TempDir.create();
  // Do not touch the user's own guestbook.
  Deno.env.set("GUESTBOOK_DATABASE", directory.resolve("guestbook.db"));
  const solution = new URL(`solutions/${modules["server.ts"]}`, ROOT).href;
  await using program = Program.start(solution, ["--port", "0"]);
  const { port } = await program.url();
  const outputs: string[] = [];
  for (const command of commands) {
    const here = command.replaceAll("127.0.0.1:8000", `127.0.0.1:${port}`)
      .replace(/(?<=^deno task send |client\.ts )/, `--port ${port} `)
      .replace(
        /exercises\/\w+\/(client\.ts)/,
        (_, name) => `solutions/${modules[name]}`,
      )
      .replace(/^deno /, `${Deno.execPath()} `);
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", here],
      cwd: ROOT,
      stdin: "null",
    }).output();
    const output = [stdout, stderr].map((bytes) =>
      new TextDecoder("latin1").decode(bytes)
    ).join("");
    assertEquals(code, 0, `${command}\n${output}`);
    outputs.push(output);
  }
  assertEquals((await program.interrupt()).code, 0);
  return outputs;
}
