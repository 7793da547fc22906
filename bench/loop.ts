/**
 * How long a learner waits: from the save of a file to the verdict of
 * `deno task course`, and how much of it the task's own tests take.
 *
 * Run it with `deno run -A bench/loop.ts [STAGE.TASK...] [--rounds N]`, on an
 * otherwise idle machine. In a copy of the course it saves `server.ts` for each
 * task (01.1 by default) 20 times and waits for the verdict. Every other save is
 * the stub, which fails; the others are the reference, which passes.
 *
 * @module
 */

import { readCommandLine } from "./flags.ts";
import { summarize } from "./statistics.ts";

/** One verdict, as `watch --json` prints it. */
interface Verdict {
  readonly event: string;
  readonly passed: boolean;
  readonly tests?: readonly { readonly seconds: number }[];
}

/** The files and folders that the course needs. */
const COPIED = [
  ..."course kit solutions exercises fixtures cgi-bin std".split(" "),
  ..."deno.json deno.lock".split(" "),
];

/** How long to wait between two saves, in milliseconds: the types are checked. */
const PAUSE_MS = 3000;

const ROOT = new URL("../", import.meta.url).pathname;

/** Copies the course, so that the learner's own files stay as they are. */
async function copyCourse(): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "loop_" });
  const args = ["-R", ...COPIED.map((name) => ROOT + name), copy];
  await new Deno.Command("cp", { args }).output();
  return copy;
}

/** Measures one task; returns the milliseconds of each round. */
async function measure(copy: string, task: string, rounds: number) {
  const stage = [...Deno.readDirSync(`${copy}/exercises`)]
    .find(({ name }) => name.startsWith(task.slice(0, 2)))!.name;
  const path = `${copy}/exercises/${stage}/server.ts`;
  const stub = await Deno.readTextFile(
    `${copy}/course/stubs/${stage}/server.ts.stub`,
  );
  const reference = `export * from "../../solutions/${stage}.ts";\n`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${copy}/course/main.ts`, "watch", task, "--json"],
    cwd: copy,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const verdicts = readVerdicts(child.stdout);
  const waits: number[] = [];
  const own: number[] = [];
  try {
    await verdicts.next();
    for (let round = 0; round < rounds; round++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const isReference = round % 2 === 0;
      const text = isReference ? reference : stub;
      const saved = performance.now();
      await Deno.writeTextFile(path, `${text}// round ${round}\n`);
      const { value } = await verdicts.next();
      waits.push(performance.now() - saved);
      if (value!.passed !== isReference) throw new Error(`${task}: ${round}`);
      const tests = value!.tests ?? [];
      own.push(1000 * tests.reduce((sum, { seconds }) => sum + seconds, 0));
    }
    return { waits, own };
  } finally {
    child.kill("SIGINT");
    await child.status;
  }
}

async function* readVerdicts(
  stdout: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Verdict, undefined> {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const verdict: Verdict = JSON.parse(line);
      if (verdict.event === "missing") throw new Error(line);
      if (verdict.event === "verdict") yield verdict;
    }
  }
}

async function main(): Promise<void> {
  const { flags: { rounds }, rest } = readCommandLine({ rounds: 20 });
  const tasks = rest.length > 0 ? rest : ["01.1"];
  const copy = await copyCourse();
  try {
    console.log(
      "| task | save to verdict, ms | the tests' own time | the rest |",
    );
    console.log(
      "| ---- | ------------------- | ------------------- | -------- |",
    );
    for (const task of tasks) {
      const { waits, own } = await measure(copy, task, rounds);
      const rest = waits.map((wait, index) => wait - own[index]);
      const cells = [waits, own, rest].map((times) => summarize(times, 0));
      console.log(`| ${[task, ...cells].join(" | ")} |`);
    }
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

if (import.meta.main) await main();
