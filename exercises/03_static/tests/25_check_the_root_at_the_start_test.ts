import {
  expectThat,
  expectValue,
  Failure,
  Program,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  try: "deno run -A exercises/03_static/server.ts --root /no/such/directory",
});

const FILES = { "file.txt": "x" };

Deno.test(
  test(
    "serve() throws a UsageError if the root is not a directory",
    {},
    async () => {
      await using directory = await TempDir.create(FILES);
      for (const name of ["nothing", "file.txt"]) {
        await variant(name, async () => {
          await expectUsageError(directory.resolve(name));
        });
      }
    },
  ),
);

Deno.test(
  test("the program says it in one line, and ends with 1", {}, async () => {
    await using directory = await TempDir.create(FILES);
    const url = import.meta.resolve("../server.ts");
    const root = directory.resolve("nothing");
    await using program = Program.start(url, ["--port=0", `--root=${root}`]);
    const { code, stderr } = await program.ending();
    expectValue("the exit code", code, 1);
    const isOneLine = /^[^\n]+\n?$/.test(stderr) && stderr.includes(root);
    expectThat(isOneLine, "stderr is not one line that names the root", {
      expected: `one line on stderr that names ${root}` +
        `\nit printed on stderr: ${stderr.trimEnd() || "nothing"}`,
      likely: /Uncaught/.test(stderr)
        ? "only a UsageError is printed without its stack"
        : undefined,
    });
  }),
);

/** Expects that `serve` throws for a root. */
async function expectUsageError(root: string): Promise<void> {
  const expected = `serve() throws a UsageError that names ${root}`;
  let server;
  try {
    server = serve({ root, port: 0, log() {} });
  } catch (thrown) {
    const { name, message } = thrown as Error;
    if (name === "UsageError" && message.includes(root)) return;
    throw new Failure(`serve() threw "${name}: ${message}"`, {
      symptom: "thrown",
      thrown,
      expected,
      likely: name === "UsageError"
        ? undefined
        : "the error of the file system is not turned into the UsageError of " +
          "01_tcp/program.ts",
    });
  }
  await server.shutdown();
  throw new Failure("serve() listens, with nothing to serve", {
    expected,
    likely: root.endsWith("file.txt")
      ? "the root may be anything that is there: Deno.statSync() tells whether " +
        "it is a directory"
      : "the root is not looked at before the first request: resolve it in " +
        "staticFiles",
  });
}
