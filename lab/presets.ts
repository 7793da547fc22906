/**
 * Messages to send from the editor, each with the task that is about it.
 *
 * @module
 */

import type { Stage } from "../course/stages.ts";
import type { Preset } from "./about.ts";
import { FORMS } from "./presets/form_presets.ts";
import { HANDLERS } from "./presets/handler_presets.ts";
import { DOUBTFUL, REQUESTS } from "./presets/request_presets.ts";
import type { PresetRow } from "./presets/request_text.ts";
import {
  FILES,
  GUESTBOOK,
  NOTES,
  PERSISTENT,
  PROGRAMS,
} from "./presets/site_presets.ts";
import { TEXT } from "./presets/text_presets.ts";
import { findTask } from "./tasks.ts";

/** The task of stage 08 that keeps the behaviour of stage 03. */
const KEPT = /keep what stage 03/i;

const PRESETS: Readonly<Record<string, readonly PresetRow[]>> = {
  "01_tcp": TEXT,
  "02_http": [...REQUESTS, ...FORMS, ...DOUBTFUL],
  "03_static": [...REQUESTS, ...FILES],
  "04_cgi": [...REQUESTS, ...PROGRAMS],
  "05_framework": [...REQUESTS, ...NOTES],
  "06_persistent": [...REQUESTS, ...PERSISTENT, ...DOUBTFUL],
  "07_database": [...REQUESTS, ...GUESTBOOK],
  "08_std": [...REQUESTS, ...FILES],
};

/**
 * Lists the presets of a stage.
 *
 * @param stage The stage; for a file of the user's own, plain requests.
 * @param hasHandlers Whether handlers of the lab are served.
 * @returns The presets, those of the first tasks first, others last.
 */
export function presetsOf(
  stage: Stage | undefined,
  hasHandlers = false,
): Preset[] {
  const rows = hasHandlers
    ? [...REQUESTS, ...HANDLERS, ...DOUBTFUL]
    : PRESETS[stage?.id ?? ""] ?? REQUESTS;
  const presets = rows.map(({ title, ...preset }): Preset => ({
    ...preset,
    task: title && stage &&
      (findTask(stage, title) ?? findTask(stage, KEPT)),
  }));
  const last = stage?.tasks.length ?? 0;
  return presets.sort((a, b) =>
    (a.task?.number ?? last + 1) - (b.task?.number ?? last + 1)
  );
}
