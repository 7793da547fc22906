/**
 * The formats of the results: JSON as it is, JUnit for a CI, `results.json` for
 * Gradescope, and a table for a person.
 *
 * @module
 */

import { UsageError } from "../arguments.ts";
import { GRADE } from "../texts.ts";
import type { GradeResult, SubmissionResult, TaskResult } from "./result.ts";

/** How each format is made, by its name. */
export const FORMATS: Readonly<
  Record<string, (result: GradeResult) => string>
> = {
  table: toTable,
  json: (result) => JSON.stringify(result, undefined, 2) + "\n",
  junit: toJunit,
  gradescope: toGradescope,
};

function toTable({ submissions }: GradeResult): string {
  const [first] = submissions;
  const stages = first.stages.map(({ stage }) => stage);
  const header = [GRADE.submission, ...stages, GRADE.total];
  const rows = submissions.map(({ id, points, max_points, stages }) => [
    id,
    ...stages.map(({ tasks }) => pointsOf(tasks)),
    `${points}/${max_points}`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length))
  );
  const lines = [header, ...rows].map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])
    ).join("  ")
  );
  const notes = submissions.flatMap(({ id, stages }) =>
    stages.flatMap(({ stage, notes }) =>
      notes.map((note) => `${id}, ${stage}: ${note}`)
    )
  );
  return [...lines, ...(notes.length > 0 ? ["", ...notes] : []), ""].join("\n");
}

function pointsOf(tasks: readonly TaskResult[]): string {
  const points = tasks.reduce((sum, { points }) => sum + points, 0);
  const max = tasks.reduce((sum, { max_points }) => sum + max_points, 0);
  return `${points}/${max}`;
}

/** One `testsuite` per submission, one `testcase` per task. */
function toJunit({ submissions }: GradeResult): string {
  const suites = submissions.map(({ id, seconds, stages }) => {
    const tasks = stages.flatMap(({ tasks }) => tasks);
    const failures = tasks.filter(({ status }) => status === "failed").length;
    const skipped = tasks.filter(({ status }) =>
      status === "not graded"
    ).length;
    const cases = tasks.map((task) => toTestCase(id, task));
    return [
      `  <testsuite name="${escapeXml(id)}" tests="${tasks.length}"` +
      ` failures="${failures}" skipped="${skipped}"` +
      ` time="${seconds.toFixed(3)}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="deno task course grade">',
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function toTestCase(id: string, task: TaskResult): string {
  const name = escapeXml(`${task.task_id} ${task.title}`);
  const start = `    <testcase classname="${escapeXml(id)}" name="${name}"` +
    ` time="${task.seconds.toFixed(3)}"`;
  if (task.status === "passed") return `${start}/>`;
  if (task.status === "not graded") return `${start}><skipped/></testcase>`;
  const message = task.message ?? "";
  const [headline] = message.split("\n");
  return `${start}><failure message="${escapeXml(headline)}">` +
    `${escapeXml(message)}</failure></testcase>`;
}

/** The file that Gradescope's autograder expects of one submission. */
function toGradescope({ submissions }: GradeResult): string {
  if (submissions.length !== 1) throw new UsageError(GRADE.onlyOne);
  const [{ points, seconds, stages }] = submissions;
  const tasks = stages.flatMap(({ tasks }) => tasks);
  const notes = stages.flatMap(({ notes }) => notes);
  const results = {
    score: points,
    execution_time: Math.round(seconds),
    output: notes.join("\n"),
    visibility: "visible",
    stdout_visibility: "hidden",
    tests: tasks.filter(({ status }) => status !== "not graded").map(toTest),
  };
  return JSON.stringify(results, undefined, 2) + "\n";
}

function toTest(task: TaskResult) {
  const { task_id, title, points, max_points, message, status } = task;
  return {
    name: title,
    number: task_id,
    score: points,
    max_score: max_points,
    status,
    output: message ?? "",
  };
}

/** XML 1.0 has no control characters but tab, LF and CR, escaped or not. */
function escapeXml(text: string): string {
  return text
    // deno-lint-ignore no-control-regex -- they are what is looked for
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/**
 * One line about a submission, while others are still graded.
 *
 * @param result The submission.
 * @param count How many submissions have been graded.
 * @param all How many there are.
 * @returns The line.
 */
export function progressLine(
  { id, points, max_points }: SubmissionResult,
  count: number,
  all: number,
): string {
  return GRADE.progress(id, points, max_points, count, all);
}
