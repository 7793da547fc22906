/**
 * `deno task course task` and `hint`: the text of a task, and its hints.
 *
 * @module
 */

import { UsageError } from "../arguments.ts";
import { type Command, parseTargetArguments, positionOf } from "../command.ts";
import { folderOf, type Position } from "../layout.ts";
import { renderMarkdown } from "../markdown.ts";
import { formatPosition } from "../position.ts";
import { EXIT } from "../run_main.ts";
import { bold, dim } from "../style.ts";
import { columns } from "../terminal.ts";
import { hintsOf, taskText } from "../task_text.ts";
import { READ } from "../texts.ts";
import { placeOf } from "../todo.ts";

const TASK_FLAGS = { json: "switch" } as const;
const HINT_FLAGS = { level: "number", json: "switch" } as const;

/** Prints a task. */
export const task: Command = {
  flags: TASK_FLAGS,
  run(args) {
    const { flags, target } = parseTargetArguments(args, TASK_FLAGS);
    const position = positionOf(target);
    if (flags.json) console.log(toJson(position, taskText(position)));
    else printTask(position);
    return Promise.resolve(EXIT.ok);
  },
};

/** Prints the hints of a task, up to a level. */
export const hint: Command = {
  flags: HINT_FLAGS,
  run(args) {
    const { flags, target } = parseTargetArguments(args, HINT_FLAGS);
    const position = positionOf(target);
    const hints = hintsOf(position);
    const { level = 1 } = flags;
    if (level < 1 || level > hints.length) {
      throw new UsageError(READ.noHint(level, hints.length));
    }
    const text = hints[level - 1];
    if (flags.json) console.log(toJson(position, text));
    else printHint(position, level, hints.length);
    return Promise.resolve(EXIT.ok);
  },
};

/**
 * Prints a task with its position.
 *
 * @param position The task.
 */
export function printTask(position: Position): void {
  const { stage } = position;
  const level = stage.tasks[position.task - 1].level;
  const heading = `${formatPosition(position)}  ${stage.title}, ${level}`;
  const text = renderMarkdown(taskText(position), columns());
  const { file, line } = placeOf(position);
  const place = dim(READ.place(line ? `${file}:${line}` : file));
  const readme = dim(READ.readme(folderOf(stage)));
  console.log([bold(heading), "", ...text, "", place, readme].join("\n"));
}

/**
 * Renders one hint.
 *
 * @param position The task.
 * @param level Which hint, from 1.
 * @param width How many columns the terminal has.
 * @returns The lines.
 */
export function renderHint(
  position: Position,
  level: number,
  width: number,
): string[] {
  const hints = hintsOf(position);
  const text = hints[level - 1] ?? "";
  const heading = READ.hint(formatPosition(position), level, hints.length);
  return [bold(heading), "", ...renderMarkdown(text, width)];
}

function printHint(position: Position, level: number, count: number): void {
  const lines = renderHint(position, level, columns());
  if (level < count) lines.push("", dim(READ.nextHint(level + 1)));
  console.log(lines.join("\n"));
}

function toJson({ stage, task }: Position, text: string): string {
  const { title, level } = stage.tasks[task - 1];
  return JSON.stringify({ stage: stage.id, task, title, level, text });
}
