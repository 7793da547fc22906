/**
 * `deno task course check`: tasks 1 to N of a stage, up to the first failure.
 *
 * @module
 */

import { UsageError } from "../arguments.ts";
import { type Command, parseTargetArguments, positionOf } from "../command.ts";
import { modulesOf, type Position, taskOf, testsOf } from "../layout.ts";
import {
  messageOf,
  problemLine,
  renderFailure,
  renderPrinted,
  renderTypeProblems,
} from "../failure_view.ts";
import { passedIn } from "../progress.ts";
import { EXIT } from "../run_main.ts";
import type { Stage } from "../stages.ts";
import { fingerprint, noteResults } from "../state.ts";
import { bold, dim, green, red } from "../style.ts";
import {
  firstFailure,
  hasPassed,
  runTests,
  type TestReport,
} from "../test_run.ts";
import { CHECK } from "../texts.ts";
import { checkTypes, type TypeProblem } from "../type_check.ts";

const FLAGS = { all: "switch", json: "switch" } as const;

/** The findings of a check. */
interface CheckResult {
  readonly stage: Stage;
  readonly report: TestReport;
  readonly typeProblems: readonly TypeProblem[];
}

/** The command. */
export const check: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, target } = parseTargetArguments(args, FLAGS);
  const { stage, task } = lastTask(target);
  const result = await checkTasks(stage, task, flags.all ?? false);
  const lines = flags.json ? [toJson(result)] : render(result);
  console.log(lines.join("\n"));
  return hasPassed(result.report) ? EXIT.ok : EXIT.failed;
}

/** A stage that is named without a task is checked to its end. */
function lastTask(
  target: { stage: Stage; task?: number } | undefined,
): Position {
  if (target === undefined) return positionOf(undefined);
  const { stage, task = stage.tasks.length } = target;
  return { stage, task };
}

async function checkTasks(
  stage: Stage,
  last: number,
  all: boolean,
): Promise<CheckResult> {
  const files = testsOf(stage, (task) => all || task <= last);
  if (files.length === 0) throw new UsageError(CHECK.noTests(stage.id));
  const before = await fingerprint(stage);
  const [report, typeProblems] = await Promise.all([
    runTests(files, { failFast: !all }),
    checkTypes(modulesOf(stage)),
  ]);
  if (all) await noteResults(stage, passedIn(report), before);
  return { stage, report, typeProblems };
}

function render({ stage, report, typeProblems }: CheckResult): string[] {
  const failure = firstFailure(report);
  const passed = passedIn(report);
  const ran = new Set(report.files.map(({ file }) => taskOf(file)));
  const lines = [bold(`${stage.id}: ${stage.title}`), ""];
  for (const [index, { title }] of stage.tasks.entries()) {
    const task = index + 1;
    if (!ran.has(task)) continue;
    const state = passed.includes(task) ? green(CHECK.ok) : red(CHECK.failed);
    lines.push(`${`${task}`.padStart(4)}  ${state}  ${title}`);
  }
  lines.push(...skippedTests(report).map((name) => dim(`      ${name}`)), "");
  const problems = renderTypeProblems(typeProblems);
  if (problems.length > 0) lines.push(...problems, "");
  const printed = renderPrinted(report.printed);
  if (printed.length > 0) lines.push(...printed, "");
  if (failure === undefined) return [...lines, green(CHECK.passed(ran.size))];
  return [...lines, ...renderFailure(failure), "", problemLine(failure)];
}

function skippedTests({ files }: TestReport): string[] {
  return files.flatMap(({ tests }) =>
    tests.filter(({ status }) => status === "skipped").map(({ name }) => name)
  );
}

function toJson({ stage, report, typeProblems }: CheckResult): string {
  const failure = firstFailure(report);
  return JSON.stringify({
    stage: stage.id,
    passed: passedIn(report),
    failure: failure && {
      task: taskOf(failure.file),
      test: failure.test,
      file: failure.file,
      message: messageOf(failure),
    },
    typeProblems,
    printed: report.printed,
    seconds: report.seconds,
    tests: report.files.flatMap(({ file, tests }) =>
      tests.map(({ name, status, seconds }) => ({
        task: taskOf(file),
        file,
        name,
        status,
        seconds,
      }))
    ),
  });
}
