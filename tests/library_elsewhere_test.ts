/**
 * The library works in another project, set up as the README says.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { TempDir } from "../kit/mod.ts";
import { readText, ROOT } from "./deno_command.ts";

/** The path to the clone in the README's `deno.json`. */
const CLONE = "../http-from-sockets";

/** Fetches a file and the output of a program, and prints what came back. */
const USE_IT = `
const { port } = server.addr;
for (const path of ["hello.txt", "cgi-bin/hi.sh"]) {
  const response = await fetch(\`http://127.0.0.1:\${port}/\${path}\`);
  console.log(response.status, (await response.text()).trim());
}
await server.shutdown();
`;

/** The first block of a language in the section "As a library". */
function blockOf(language: string): string {
  const section = readText("README.md").split("## As a library")[1];
  const block = section.match(
    new RegExp("```" + language + "\\n(.*?)```", "s"),
  );
  assert(block, `no ${language} block in the section`);
  return block[1];
}

Deno.test("another project uses the library as the README says", async () => {
  const clone = fromFileUrl(ROOT).replace(/[/\\]$/, "");
  const config = blockOf("json").replaceAll(CLONE, clone);
  const program = blockOf("ts")
    .replace(
      "serveHttp({ port: 8000 }",
      "const server = serveHttp({ port: 0, log() {} }",
    );
  await using project = await TempDir.create({
    "deno.json": config,
    "main.ts": program + USE_IT,
    "public/hello.txt": "a file",
    "programs/hi.sh":
      "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\na program'\n",
  });
  await Deno.chmod(`${project.path}/programs/hi.sh`, 0o755);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts"],
    cwd: project.path,
    env: { NO_COLOR: "1" },
  }).output();
  const output = new TextDecoder().decode(stdout);
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assertStringIncludes(output, "200 a file");
  assertStringIncludes(output, "200 a program");
});
