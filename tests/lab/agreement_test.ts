/**
 * The grammar of the lab marks what the kit marks: on the answers of the
 * references of stages 02 and 06, and of every wrong server of these stages.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { listFiles, ROOT, solutionsWith } from "../deno_command.ts";
import type { Verdict } from "./agreement_program.ts";

const PROGRAM = new URL("agreement_program.ts", import.meta.url).href;

/** How many processes run side by side. */
const AT_ONCE = 3;

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
  const queue = [...RUNS];
  let marked = 0;
  async function work(): Promise<void> {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const verdicts = await judge(run);
      for (const verdict of verdicts) compare(run, verdict);
      if (verdicts.some(({ grammar }) => grammar !== undefined)) marked++;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // Otherwise the servers were not wrong, and nothing was compared.
  assert(marked >= 5, `only ${marked} servers have malformed answers`);
});

async function judge({ stage, file }: Run): Promise<Verdict[]> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  const changes = file ? { [replacedBy(stage, file)]: file } : {};
  await Deno.writeTextFile(path, JSON.stringify(solutionsWith(changes)));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `--import-map=${path}`, PROGRAM, stage],
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(path);
  const decoder = new TextDecoder();
  assertEquals(code, 0, `${file}: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout).trim().split("\n").at(-1)!);
}

/** The module that a wrong server replaces, as its header says. */
function replacedBy(stage: string, file: string): string {
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  return /^ \* @replaces (.+)$/m.exec(text)?.[1] ??
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
