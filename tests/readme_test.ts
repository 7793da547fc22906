/**
 * The Markdown files tell the truth: links lead somewhere, the files that
 * commands name exist, and the commands run.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { Program, TempDir } from "../kit/mod.ts";
import {
  exists,
  listFiles,
  listFolders,
  readText,
  ROOT,
} from "./deno_command.ts";

const TEXTS = [
  ...[...Deno.readDirSync(ROOT)].map(({ name }) => name)
    .filter((name) => name.endsWith(".md")),
  ...listFolders().flatMap((folder) => listFiles(folder, ".md")),
];

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
        assert(words[at + 2] in tasks, `${path}: ${command}`);
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

for (const { id, modules } of STAGES) {
  const path = `exercises/${id}/README.md`;
  const commands = commandsOf(path).filter((command) =>
    /^(curl|printf|nc) /.test(command) && command.includes("127.0.0.1:8000") ||
    /\| nc 127\.0\.0\.1 8000$/.test(command)
  );
  Deno.test({
    name: `the commands of ${path} run against the solution`,
    async fn() {
      assert(commands.length > 0, `${path} has no command to try`);
      await using directory = await TempDir.create();
      // Do not touch the user's own guestbook.
      const database = directory.resolve("guestbook.db");
      Deno.env.set("GUESTBOOK_DATABASE", database);
      const url = new URL(`solutions/${modules["server.ts"]}`, ROOT).href;
      await using program = Program.start(url, ["--port", "0"]);
      const { port } = await program.url();
      for (const command of commands) {
        const here = command.replaceAll(/(127\.0\.0\.1[: ])8000/g, `$1${port}`);
        const { code, stderr } = await new Deno.Command("sh", {
          args: ["-c", here],
          cwd: ROOT,
          stdin: "null",
        }).output();
        assertEquals(code, 0, command + new TextDecoder().decode(stderr));
      }
      assertEquals((await program.interrupt()).code, 0);
    },
  });
}

/** Whether there is a file, or one that a pattern with "*" at its end matches. */
function matches(name: string): boolean {
  if (!name.endsWith("*")) return exists(name);
  const folder = name.replace(/[^/]+$/, "");
  return exists(folder) &&
    [...Deno.readDirSync(new URL(folder, ROOT))]
      .some((entry) => `${folder}${entry.name}`.startsWith(name.slice(0, -1)));
}
