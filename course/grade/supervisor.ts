/**
 * The parent process of a submission's tests. A submission that kills its parent
 * kills this program, and no other submission.
 *
 * It runs as `supervisor.ts ROOT FILE...` and prints the report as JSON.
 *
 * @module
 */

import { runTests, type TestReport } from "../test_run.ts";
import { GRADE } from "../texts.ts";
import { guard, type Limits, MARKER } from "./guard.ts";

/** How many bytes the tests of a submission may print. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** The result of a run: a report, or why it was cut short. */
export interface SupervisedRun {
  /** The report; `undefined` if the supervisor was killed. */
  readonly report?: TestReport;
  /** Why the run was cut short; `undefined` if it was not. */
  readonly cut?: string;
}

/**
 * Runs tests in a copy, under a parent process of its own.
 *
 * @param root The copy.
 * @param files The files of tests, relative to it.
 * @param limits The limits of its processes.
 * @returns The result.
 */
export async function superviseTests(
  root: string,
  files: readonly string[],
  limits: Limits,
): Promise<SupervisedRun> {
  const marker = crypto.randomUUID();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", import.meta.filename!, root, ...files],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
    clearEnv: true,
    env: environment(root, marker),
    detached: Deno.build.os !== "windows",
  }).spawn();
  const output = new Response(child.stdout).text();
  const reason = await guard(child, marker, limits);
  const text = await output;
  if (reason !== undefined) return { cut: reason };
  if (text === "") return { cut: GRADE.parent };
  const report: TestReport = JSON.parse(text);
  return { report, cut: report.cut };
}

/** A submission sees nothing of the teacher's environment but this. */
function environment(root: string, marker: string): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR", "LANG", "SystemRoot", "ComSpec"];
  const entries = kept.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const own = { NO_COLOR: "1", TMPDIR: `${root}/tmp`, [MARKER]: marker };
  return { ...Object.fromEntries(entries), ...own };
}

if (import.meta.main) {
  const [root, ...files] = Deno.args;
  const report = await runTests(files, {
    root,
    flags: ["--no-remote"],
    maxOutputBytes: MAX_OUTPUT_BYTES,
  });
  console.log(JSON.stringify(report));
}
