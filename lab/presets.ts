/**
 * Messages to send from the editor, each with the task that is about it.
 *
 * @module
 */

import type { Stage } from "../course/stages.ts";
import type { Preset } from "./about.ts";
import { PRESETS, REQUESTS } from "./preset_rows.ts";
import { findTask } from "./tasks.ts";

/**
 * Lists the presets of a stage.
 *
 * @param stage The stage; for a file of the user's own, plain requests.
 * @returns The presets, those of the first tasks first, others last.
 */
export function presetsOf(stage: Stage | undefined): Preset[] {
  const rows = stage === undefined ? REQUESTS : PRESETS[stage.id] ?? REQUESTS;
  const presets = rows.map(({ title, ...preset }): Preset => ({
    ...preset,
    task: title && stage && findTask(stage, title),
  }));
  const last = stage?.tasks.length ?? 0;
  return presets.sort((a, b) =>
    (a.task?.number ?? last + 1) - (b.task?.number ?? last + 1)
  );
}
