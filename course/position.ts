/**
 * How people write a position: `2`, `02`, `02_http`, `02.7`.
 *
 * @module
 */

import { suggest, UsageError } from "./arguments.ts";
import type { Position } from "./layout.ts";
import { type Stage, STAGES } from "./stages.ts";
import { POSITION } from "./texts.ts";

/** A stage, and a task of it if one was named. */
export interface Target {
  /** The stage. */
  readonly stage: Stage;
  /** The number of the task, from 1. */
  readonly task?: number;
}

/**
 * Reads a position.
 *
 * @param text What was typed.
 * @returns The stage, and the task if one was named.
 * @throws {UsageError} If there is no such stage or task.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTarget } from "./position.ts";
 *
 * const { stage, task } = parseTarget("1.2");
 * assertEquals([stage.id, task], ["01_tcp", 2]);
 * ```
 */
export function parseTarget(text: string): Target {
  const [name, number, ...others] = text.split(".");
  const stage = STAGES.find(({ id }) => id === name || isNumberOf(id, name));
  if (stage === undefined || others.length > 0) {
    const ids = STAGES.map(({ id }) => id);
    throw new UsageError(
      POSITION.noStage(text, suggest(name, ids), ids.at(-1)!),
    );
  }
  if (number === undefined) return { stage };
  const task = /^\d+$/.test(number) ? Number(number) : 0;
  if (task >= 1 && task <= stage.tasks.length) return { stage, task };
  throw new UsageError(POSITION.noTask(stage.id, number, stage.tasks.length));
}

/**
 * Writes a position.
 *
 * @param position The position.
 * @returns It, as {@linkcode parseTarget} reads it: "02.7".
 */
export function formatPosition({ stage, task }: Position): string {
  return `${stage.id.slice(0, 2)}.${task}`;
}

/** Whether "2" or "02" names "02_http". */
function isNumberOf(id: string, name: string): boolean {
  return /^\d+$/.test(name) && Number(name) === parseInt(id, 10);
}
