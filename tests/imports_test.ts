/**
 * The layout allows every import, including those in examples of the
 * documentation. The rules are in `import_rules.ts`.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { listProject, readText } from "./deno_command.ts";
import { findImports, findProblem } from "./import_rules.ts";

/** Imports of every kind, and whether the layout allows them. */
const CASES: readonly [file: string, target: string, isAllowed: boolean][] = [
  ["exercises/03_static/server.ts", "solutions/02_http.ts", true],
  ["exercises/03_static/server.ts", "solutions/02_http/types.ts", true],
  ["exercises/03_static/server.ts", "solutions/03_static.ts", false],
  ["exercises/03_static/server.ts", "solutions/04_cgi/run_script.ts", false],
  ["exercises/03_static/server.ts", "exercises/01_tcp/program.ts", true],
  ["exercises/03_static/server.ts", "exercises/02_http/server.ts", false],
  [
    "exercises/03_static/server_test.ts",
    "exercises/02_http/server_test.ts",
    false,
  ],
  ["exercises/01_tcp/server.ts", "exercises/02_http/types.ts", false],
  ["exercises/03_static/tests/01_file_test.ts", "kit/mod.ts", true],
  [
    "exercises/03_static/tests/01_file_test.ts",
    "exercises/03_static/server.ts",
    true,
  ],
  ["exercises/03_static/server.ts", "engine/serve_http.ts", false],
  ["exercises/03_static/server.ts", "mod.ts", false],
  ["exercises/03_static/server.ts", "course/stages.ts", false],
  ["exercises/03_static/server.ts", "tests/deno_command.ts", false],
  ["solutions/03_static.ts", "solutions/03_static/range.ts", true],
  ["solutions/03_static/range.ts", "solutions/02_http.ts", true],
  ["solutions/03_static.ts", "solutions/04_cgi.ts", false],
  ["solutions/06_persistent.ts", "engine/serve_http.ts", false],
  ["solutions/03_static.ts", "kit/mod.ts", false],
  ["solutions/03_static.ts", "exercises/01_tcp/program.ts", false],
  ["solutions/03_static.ts", "mod.ts", false],
  ["kit/mod.ts", "kit/bytes.ts", true],
  ["kit/mod.ts", "solutions/01_tcp.ts", false],
  ["kit/mod.ts", "exercises/01_tcp/program.ts", false],
  ["kit/mod.ts", "course/stages.ts", false],
  ["cgi-bin/guestbook.ts", "solutions/07_database/page.ts", true],
  ["cgi-bin/guestbook.ts", "engine/serve_http.ts", false],
  ["cgi-bin/guestbook.ts", "mod.ts", false],
  ["engine/serve_http.ts", "engine/heads/head.ts", true],
  ["engine/serve_http.ts", "solutions/05_framework.ts", true],
  ["engine/serve_http.ts", "solutions/06_persistent.ts", false],
  ["engine/serve_http.ts", "solutions/07_database.ts", false],
  ["engine/serve_http.ts", "mod.ts", false],
  ["mod.ts", "engine/serve_http.ts", true],
  ["mod.ts", "solutions/07_database.ts", true],
  ["mod.ts", "kit/mod.ts", false],
  ["mod.ts", "course/stages.ts", false],
  ["bench/main.ts", "engine/serve_http.ts", true],
  ["bench/main.ts", "solutions/08_std.ts", true],
  ["bench/main.ts", "mod.ts", false],
  ["bench/main.ts", "kit/mod.ts", false],
  ["course/main.ts", "course/stages.ts", true],
  ["course/main.ts", "kit/mod.ts", true],
  ["course/main.ts", "mod.ts", true],
  ["course/main.ts", "solutions/02_http.ts", false],
  ["course/main.ts", "lab/relay.ts", false],
  ["lab/relay.ts", "course/stages.ts", true],
  ["lab/relay.ts", "course/main.ts", false],
  ["lab/relay.ts", "engine/serve_http.ts", false],
  ["std/http/etag.ts", "std/path/mod.ts", true],
  ["std/http/etag.ts", "solutions/03_static.ts", false],
  ["tests/imports_test.ts", "engine/heads/head.ts", true],
  ["elsewhere/file.ts", "kit/mod.ts", false],
];

for (const [file, target, isAllowed] of CASES) {
  const may = isAllowed ? "may" : "may not";
  Deno.test(`${file} ${may} import ${target}`, () => {
    const problem = findProblem({ file, line: 7, target });
    assertEquals(problem === undefined, isAllowed, problem);
    if (!isAllowed) assert(problem!.startsWith(`${file}:7 imports ${target}`));
  });
}

Deno.test("an import is found wherever it can stand", () => {
  const text = [
    'import "./side_effect.ts";',
    'import { a, type B } from "../kit/a.ts";',
    "import {",
    "  c,",
    '} from "../kit/c.ts"; // your own: "../not/this.ts"',
    'export * from "./e.ts";',
    'const f = await import("./f.ts");',
    "/**",
    " * ```ts",
    ' * import { g } from "./g.ts";',
    " * ```",
    " * ```ts ignore",
    ' * import { h } from "../not/run.ts";',
    " * ```",
    " */",
    'import { i } from "@std/assert";',
  ].join("\n");
  const found = findImports("engine/x.ts", text);
  assertEquals(found.map(({ line, target }) => [line, target]), [
    [1, "engine/side_effect.ts"],
    [2, "kit/a.ts"],
    [3, "kit/c.ts"],
    [6, "engine/e.ts"],
    [7, "engine/f.ts"],
    [10, "engine/g.ts"],
  ]);
});

Deno.test("the layout allows every import", () => {
  const problems = listProject(/\.m?[jt]s$/)
    .flatMap((file) => findImports(file, readText(file)))
    .flatMap((found) => findProblem(found) ?? []);
  assert(problems.length === 0, `\n${problems.join("\n")}`);
});
