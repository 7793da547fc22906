/**
 * Grades one stage of one submission: all tests in one run, and if that was cut
 * short, every task in a run of its own, so that one task costs no other.
 *
 * @module
 */

import { toFileUrl } from "@std/path";
import { messageOf } from "../failure_view.ts";
import { taskOf, testsOf } from "../layout.ts";
import type { Stage } from "../stages.ts";
import { type FileReport, firstFailure } from "../test_run.ts";
import { GRADE } from "../texts.ts";
import { makeCopy } from "./copy.ts";
import type { Limits } from "./guard.ts";
import type { StageResult, TaskResult } from "./result.ts";
import { submittedFiles } from "./submission.ts";
import { superviseTests } from "./supervisor.ts";

/** How much of a message is kept, in characters. */
const MAX_MESSAGE = 4000;

/** The least time in which tests are tried, in milliseconds. */
const MIN_TIME_MS = 500;

/** The results of the tests of one task. */
interface TaskRun {
  readonly files: readonly FileReport[];
  /** Why the run was cut short; `undefined` if it was not. */
  readonly cut?: string;
}

/**
 * Grades one stage of one submission.
 *
 * @param directory The submission.
 * @param stage The stage.
 * @param limits The limits of its processes.
 * @returns The result.
 */
export async function gradeStage(
  directory: string,
  stage: Stage,
  limits: Limits,
): Promise<StageResult> {
  const { missing, refused } = submittedFiles(directory, stage);
  if (refused !== undefined) return ungraded(stage, "refused", refused);
  if (missing.length === Object.keys(stage.modules).length) {
    return ungraded(stage, "not submitted", GRADE.notSubmitted);
  }
  const notes = missing.map((name) => GRADE.missing(name));
  const copy = await makeCopy(directory, stage);
  try {
    const runs = await runTasks(copy, stage, limits, notes);
    const tasks = stage.tasks.map((_, index) =>
      toTaskResult(stage, index + 1, runs.get(index + 1), copy)
    );
    const reason = commonReason(tasks);
    if (reason !== undefined && notes.length === 0) notes.push(reason);
    return { stage: stage.id, status: "graded", notes, tasks };
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

/** Runs all tests; a run that is cut short is made again task by task. */
async function runTasks(
  copy: string,
  stage: Stage,
  limits: Limits,
  notes: string[],
): Promise<Map<number, TaskRun>> {
  const giveUp = Date.now() + limits.timeMs;
  const whole = { ...limits, timeMs: limits.timeMs / 3 };
  const { report, cut } = await superviseTests(copy, testsOf(stage), whole);
  if (cut === undefined) return byTask(report!.files);
  notes.push(GRADE.cut(cut));
  const runs = new Map<number, TaskRun>();
  for (let task = 1; task <= stage.tasks.length; task++) {
    const timeMs = Math.min(whole.timeMs, giveUp - Date.now());
    if (timeMs < MIN_TIME_MS) {
      runs.set(task, { files: [], cut: GRADE.noTimeLeft });
      continue;
    }
    const files = testsOf(stage, (number) => number === task);
    const run = await superviseTests(copy, files, { ...limits, timeMs });
    runs.set(task, { files: run.report?.files ?? [], cut: run.cut });
    if (run.cut !== undefined) notes.push(GRADE.cutTask(task, run.cut));
  }
  return runs;
}

function byTask(files: readonly FileReport[]): Map<number, TaskRun> {
  const runs = new Map<number, TaskRun>();
  for (const file of files) {
    const task = taskOf(file.file)!;
    const earlier = runs.get(task)?.files ?? [];
    runs.set(task, { files: [...earlier, file] });
  }
  return runs;
}

function toTaskResult(
  stage: Stage,
  task: number,
  run: TaskRun = { files: [] },
  copy: string,
): TaskResult {
  const { title, level } = stage.tasks[task - 1];
  const tests = run.files.flatMap(({ tests }) => tests);
  const skipped = tests.filter(({ status }) => status === "skipped");
  const message = messageFor(stage, run, copy);
  const status = statusOf(message, tests.length - skipped.length);
  return {
    task_id: `${stage.id}.${task}`,
    title,
    level,
    status,
    points: status === "passed" ? 1 : 0,
    max_points: status === "not graded" ? 0 : 1,
    message: message?.slice(0, MAX_MESSAGE) ?? null,
    seconds: tests.reduce((sum, { seconds }) => sum + seconds, 0),
    skipped: skipped.map(({ name }) => name),
  };
}

/** Why no task passes, if it is the same for all of them: a syntax error. */
function commonReason(tasks: readonly TaskResult[]): string | undefined {
  const headlines = tasks.map(({ message }) => message?.split("\n")[0]);
  const [first] = headlines;
  return headlines.every((headline) => headline === first) ? first : undefined;
}

function statusOf(
  message: string | undefined,
  ran: number,
): TaskResult["status"] {
  if (message !== undefined) return "failed";
  return ran > 0 ? "passed" : "not graded";
}

/** The first message of a task; `undefined` if nothing went wrong. */
function messageFor(
  stage: Stage,
  { files, cut }: TaskRun,
  copy: string,
): string | undefined {
  const failure = firstFailure({ files });
  if (failure === undefined) return cut;
  const message = messageOf(failure)
    .replaceAll(`${toFileUrl(copy).href}/`, "").replaceAll(`${copy}/`, "");
  const imported = /Module not found "([^"]+)"/.exec(message)?.[1];
  const isReference = imported?.startsWith(`solutions/${stage.id}`) ||
    /^(?:mod\.ts|engine\/)/.test(imported ?? "");
  return isReference ? GRADE.reference(imported!) : message;
}

function ungraded(
  stage: Stage,
  status: "not submitted" | "refused",
  note: string,
): StageResult {
  const tasks = stage.tasks.map(({ title, level }, index) => ({
    task_id: `${stage.id}.${index + 1}`,
    title,
    level,
    status: "failed" as const,
    points: 0,
    max_points: 1,
    message: note,
    seconds: 0,
    skipped: [],
  }));
  return { stage: stage.id, status, notes: [note], tasks };
}
