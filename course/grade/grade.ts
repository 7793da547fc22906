/**
 * Grades submissions, several at once.
 *
 * @module
 */

import { basename, resolve } from "@std/path";
import { UsageError } from "../arguments.ts";
import { type Stage, STAGES } from "../stages.ts";
import { GRADE } from "../texts.ts";
import { gradeStage } from "./grade_stage.ts";
import type { Limits } from "./guard.ts";
import type { GradeResult, SubmissionResult } from "./result.ts";
import { submittedFiles } from "./submission.ts";

/** Options of {@linkcode grade}. */
export interface GradeOptions {
  /** The stages; empty for those of which any submission has a file. */
  readonly stages: readonly Stage[];
  /** The limits of a submission for one stage. */
  readonly limits: Limits;
  /** How many submissions are graded at once. */
  readonly jobs: number;
  /** Told after each submission. */
  onGraded(result: SubmissionResult): void;
}

/**
 * Grades submissions.
 *
 * @param directories The submissions.
 * @param options The stages, limits and jobs.
 * @returns The results, in the order of the directories.
 * @throws {UsageError} If a directory or every file is missing.
 */
export async function grade(
  directories: readonly string[],
  options: GradeOptions,
): Promise<GradeResult> {
  for (const path of directories) {
    if (!isDirectory(path)) throw new UsageError(GRADE.noDirectory(path));
  }
  const stages = options.stages.length > 0
    ? options.stages
    : STAGES.filter((stage) =>
      directories.some((path) => hasModule(path, stage))
    );
  if (stages.length === 0) throw new UsageError(GRADE.nothing);
  const submissions: SubmissionResult[] = [];
  const queue = [...directories.entries()];
  async function work() {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, path] = next;
      submissions[index] = await gradeSubmission(path, stages, options.limits);
      options.onGraded(submissions[index]);
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, work));
  return { version: 1, submissions };
}

async function gradeSubmission(
  directory: string,
  stages: readonly Stage[],
  limits: Limits,
): Promise<SubmissionResult> {
  const started = performance.now();
  const results = [];
  for (const stage of stages) {
    results.push(await gradeStage(resolve(directory), stage, limits));
  }
  const tasks = results.flatMap(({ tasks }) => tasks);
  return {
    id: basename(resolve(directory)),
    points: tasks.reduce((sum, { points }) => sum + points, 0),
    max_points: tasks.reduce((sum, { max_points }) => sum + max_points, 0),
    seconds: (performance.now() - started) / 1000,
    stages: results,
  };
}

function hasModule(directory: string, stage: Stage): boolean {
  const { missing } = submittedFiles(directory, stage);
  return missing.length < Object.keys(stage.modules).length;
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
