/**
 * The grammar of the lab marks what the kit marks: on the answers of the
 * references of stages 02 and 06, and of every wrong server of these stages.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { listFiles, readText, ROOT } from "../deno_command.ts";
import { writeVariants } from "../variants.ts";
import type { Verdict } from "./agreement_program.ts";

const PROGRAM = new URL("agreement_program.ts", import.meta.url).href;

interface Run {
  readonly stage: string;
  /** The wrong server; `undefined` for the reference. */
  readonly file?: string;
}

const RUNS: readonly Run[] = ["02_http", "06_persistent"].flatMap((stage) => [
  { stage },
  ...listFiles(`tests/wrong_servers/${stage}/`, ".ts")
    .map((file) => ({ stage, file })),
]);

Deno.test("kit and lab mark the same byte on every wrong server", async () => {
  await using variants = await writeVariants(RUNS.map(({ stage, file }) => ({
    modules: file ? { [replacedBy(stage, file)]: file } : {},
  })));
  const servers = RUNS.map(({ stage }, index) =>
    `file://${variants.directories[index]}/exercises/${stage}/server.ts`
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      `--import-map=${variants.importMap}`,
      PROGRAM,
      ...servers,
    ],
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  const lines = decoder.decode(stdout).trim().split("\n")
    .filter((line) => line.startsWith("[{"));
  assertEquals(lines.length, RUNS.length, decoder.decode(stderr));
  const verdicts: Verdict[][] = lines.map((line) => JSON.parse(line));
  for (const [index, run] of RUNS.entries()) {
    for (const verdict of verdicts[index]) compare(run, verdict);
  }
  const marked = verdicts.filter((answers) =>
    answers.some(({ grammar }) => grammar !== undefined)
  );
  // Otherwise the servers were not wrong, and nothing was compared.
  assert(
    marked.length >= 5,
    `only ${marked.length} servers have malformed answers`,
  );
});

/** The module that a wrong server replaces, as its header says. */
function replacedBy(stage: string, file: string): string {
  return /^ \* @replaces (.+)$/m.exec(readText(file))?.[1] ??
    `exercises/${stage}/server.ts`;
}

function compare({ stage, file = "the reference" }: Run, verdict: Verdict) {
  const { kit, grammar } = verdict;
  if (kit?.offset === grammar?.offset) return;
  // The kit looks at a line only when the line has ended.
  const isCut = /does not end$/.test(kit?.note ?? "");
  if (isCut && grammar?.offset !== undefined) return;
  throw new Error(
    `${stage}, ${file}: ${JSON.stringify(verdict, undefined, 2)}`,
  );
}
