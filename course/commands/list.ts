/**
 * `deno task course list`: every stage with the state of its tasks.
 *
 * @module
 */

import { type Command, parseTargetArguments } from "../command.ts";
import type { Position } from "../layout.ts";
import { passedTasks } from "../progress.ts";
import { EXIT } from "../run_main.ts";
import { type Level, type Stage, STAGES } from "../stages.ts";
import { savedPosition } from "../state.ts";
import { bold, dim, green } from "../style.ts";
import { LIST } from "../texts.ts";

const FLAGS = { json: "switch" } as const;

/** A stage, and the tasks of it that pass. */
export interface StageState {
  /** The stage. */
  readonly stage: Stage;
  /** The numbers of the tasks that pass. */
  readonly passed: readonly number[];
}

/** The command. */
export const list: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, target } = parseTargetArguments(args, FLAGS);
  const stages = target ? [target.stage] : STAGES;
  const states: StageState[] = [];
  for (const stage of stages) {
    states.push({ stage, passed: await passedTasks(stage) });
  }
  if (flags.json) console.log(toJson(states));
  else if (target) {
    console.log(renderTasks(states[0], savedPosition()).join("\n"));
  } else console.log(renderStages(states).join("\n"));
  return EXIT.ok;
}

/**
 * One line per stage: a mark for each task, by level.
 *
 * @param states The stages.
 * @returns The lines.
 */
export function renderStages(states: readonly StageState[]): string[] {
  const rows = states.map(({ stage, passed }) => {
    const name = stage.id.padEnd(16);
    const count = `${passed.length}/${stage.tasks.length}`.padStart(6);
    return `${bold(name)}${count}  ${marks(stage, passed)}`;
  });
  return [...rows, "", dim(LIST.legend)];
}

/**
 * One line per task of a stage.
 *
 * @param state The stage.
 * @param position The task that is marked.
 * @returns The lines.
 */
export function renderTasks(
  { stage, passed }: StageState,
  position: Position | undefined,
): string[] {
  const lines = stage.tasks.map(({ title, level }, index) => {
    const task = index + 1;
    const isHere = position?.stage === stage && position.task === task;
    const mark = passed.includes(task) ? green(LIST.done) : dim(LIST.open);
    const number = `${task}`.padStart(3);
    return `${isHere ? ">" : " "}${number} ${mark} ${title} ${
      dim(`(${level})`)
    }`;
  });
  return [bold(`${stage.id}: ${stage.title}`), "", ...lines];
}

function marks(stage: Stage, passed: readonly number[]): string {
  const groups: Partial<Record<Level, string>> = {};
  for (const [index, { level }] of stage.tasks.entries()) {
    const isDone = passed.includes(index + 1);
    const mark = isDone ? green(LIST.done) : dim(LIST.open);
    groups[level] = (groups[level] ?? "") + mark;
  }
  return Object.values(groups).join(" ");
}

function toJson(states: readonly StageState[]): string {
  const position = savedPosition();
  return JSON.stringify({
    position: position && { stage: position.stage.id, task: position.task },
    stages: states.map(({ stage, passed }) => ({
      id: stage.id,
      title: stage.title,
      tasks: stage.tasks.map((task, index) => ({
        task: index + 1,
        ...task,
        passed: passed.includes(index + 1),
      })),
    })),
  });
}
