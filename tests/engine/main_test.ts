/**
 * The flags of `engine/main.ts`, and its errors.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import {
  expectBody,
  expectStatus,
  get,
  Program,
  TempDir,
} from "../../kit/mod.ts";
import { ROOT } from "../deno_command.ts";
import { ProcessFamily } from "./process_family.ts";

const URL_OF_PROGRAM = new URL("engine/main.ts", ROOT).href;

const isLinux = Deno.build.os === "linux";

/** Expects that the program ends at once, with one line on stderr. */
async function expectRefused(args: string[], line: string): Promise<void> {
  await using program = Program.start(URL_OF_PROGRAM, args);
  const { code, stdout, stderr } = await program.ending();
  const expected = { code: 1, stdout: "", stderr: `${line}\n` };
  assertEquals({ code, stdout, stderr }, expected, args.join(" "));
}

Deno.test("a directory of one's own does not expose the course's programs", async () => {
  await using directory = await TempDir.create({ "tea.txt": "Earl Grey" });
  const args = ["--port", "0", "--root", directory.path];
  await using program = Program.start(URL_OF_PROGRAM, args);
  await program.url();
  await using connection = await program.connect();
  await connection.send(get("/tea.txt"));
  expectBody(await connection.readResponse(), "Earl Grey");
  await connection.send(get("/cgi-bin/hello.sh"));
  expectStatus(await connection.readResponse(), 404);
});

Deno.test("a missing directory is reported in one line", async () => {
  const missing = "/nothing/here";
  await expectRefused(
    ["--port", "0", "--root", missing],
    `Cannot serve "${missing}": it does not exist`,
  );
  await using program = Program.start(
    URL_OF_PROGRAM,
    ["--port", "0", "--cgi-bin", missing],
  );
  const { code, stdout, stderr } = await program.ending();
  assertEquals({ code, stdout }, { code: 1, stdout: "" });
  assertMatch(stderr, /^Cannot run programs of "\/nothing\/here": .*\n$/);
});

Deno.test({
  name: "a second start reports that the port is in use" +
    (isLinux ? "" : " (skipped: this is not Linux)"),
  ignore: !isLinux,
  fn: async () => {
    for (const first of ["1", "2"]) {
      const flags = ["--port", "0", "--processes", first];
      await using family = new ProcessFamily(URL_OF_PROGRAM, flags);
      const { port } = await family.program.url();
      for (const second of ["1", "2"]) {
        await expectRefused(
          ["--port", port, "--processes", second],
          `Cannot listen on 127.0.0.1:${port}: the port is in use, choose ` +
            "another with --port",
        );
      }
    }
  },
});

Deno.test("an impossible number of processes is refused in one line", async () => {
  const rows = [
    ["0", "expected a whole number from 1 to 64"],
    ["65", "expected a whole number from 1 to 64"],
    ["two", "expected a whole number"],
    ["-1", "expected a whole number"],
  ];
  for (const [value, expected] of rows) {
    await expectRefused(
      ["--port", "0", "--processes", value],
      `Cannot use --processes "${value}": ${expected}`,
    );
  }
});

Deno.test({
  name: "a system that cannot share a port is reported in one line" +
    (isLinux ? " (skipped: this is Linux)" : ""),
  ignore: isLinux,
  async fn() {
    await expectRefused(
      ["--port", "0", "--processes", "2"],
      'Cannot use --processes "2": only Linux lets processes share a port',
    );
  },
});
