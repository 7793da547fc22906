/**
 * Runs tests in a process of their own, with a deadline. Afterwards it kills every
 * program that they, or the mutant, have started.
 *
 * @module
 */

import { ROOT } from "../deno_command.ts";

/** How a run of tests has ended. */
export interface TestRun {
  /** "passed", "failed", "late" (cut at the deadline), or no test has begun. */
  readonly ending: "passed" | "failed" | "late" | "not loaded";
  /** The end of the output. */
  readonly output: string;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/** Options of {@linkcode runTests}. */
export interface TestRunOptions {
  /** The arguments of `deno test`. */
  readonly args: readonly string[];
  /** Its folder: its temporary files, and those of its programs, are in it. */
  readonly directory: string;
  /** How long it may take, in milliseconds. */
  readonly deadlineMs: number;
  /** Stops the run. */
  readonly signal: AbortSignal;
}

/** How many characters of the output are kept: a mutant may print for ever. */
const MAX_OUTPUT = 200_000;

/**
 * Runs `deno test`.
 *
 * @param options What to run, where, and for how long.
 * @returns How it has ended.
 */
export async function runTests(options: TestRunOptions): Promise<TestRun> {
  const { args, directory, deadlineMs, signal } = options;
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...args],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", TMPDIR: `${directory}/tmp` },
    // A process group, which Ctrl-C in the terminal does not reach.
    detached: true,
  }).spawn();
  let isLate = false;
  const kill = () => {
    killProcess(-child.pid);
    // Its programs may hold its stdout open.
    killBelow(directory);
  };
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, deadlineMs);
  signal.addEventListener("abort", kill);
  try {
    const [{ code }, ...outputs] = await Promise.all([
      child.status.finally(kill),
      readTail(child.stdout),
      readTail(child.stderr),
    ]);
    const output = outputs.map(({ tail }) => tail).join("\n");
    const hasBegun = outputs[0].head.includes("running ");
    const ending = code === 0
      ? "passed"
      : isLate
      ? "late"
      : hasBegun
      ? "failed"
      : "not loaded";
    return { ending, output, elapsedMs: performance.now() - start };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

/** Reads a stream to its end; keeps only its beginning and its end. */
async function readTail(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let head = "";
  let tail = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    if (head.length < 1000) head += text;
    tail = (tail + text).slice(-MAX_OUTPUT);
  }
  return { head, tail };
}

/**
 * Kills every process that works below a folder, was started from it, or has its
 * temporary files there. The programs of stage 04 have process groups of their
 * own, so their parent's group does not include them.
 */
function killBelow(directory: string): void {
  if (Deno.build.os !== "linux") return;
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const cwd = Deno.readLinkSync(`/proc/${name}/cwd`);
      const texts = ["cmdline", "environ"].map((file) =>
        Deno.readTextFileSync(`/proc/${name}/${file}`)
      );
      const isOurs = [`${cwd}/`, ...texts].some((text) =>
        text.includes(`${directory}/`)
      );
      if (isOurs) killProcess(Number(name));
    } catch {
      // It has ended, or belongs to another user.
    }
  }
}

function killProcess(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
