/**
 * Collects what the page is told when it is opened.
 *
 * @module
 */

import type { About, Preset } from "./about.ts";
import type { LabOptions } from "./command_line.ts";
import { encodeEscapes } from "../kit/escapes.ts";
import { FIELDS } from "./grammar/fields.ts";
import { CGI_KINDS, KINDS } from "./grammar/kinds.ts";
import { METHODS_AND_STATUSES } from "./grammar/methods_and_statuses.ts";
import { presetsOf } from "./presets.ts";
import { findTasks } from "./tasks.ts";

/**
 * Collects it.
 *
 * @param options What is looked at.
 * @param relayPort The port of the relay.
 * @param others The servers to compare with.
 * @returns What the page is told.
 */
export function describeLab(
  options: LabOptions,
  relayPort: number,
  others: readonly string[],
): About {
  const { file, stage, isReference } = options;
  return {
    stage: stage?.id,
    isReference,
    file: shorten(file),
    relayPort,
    kinds: KINDS,
    cgiKinds: CGI_KINDS,
    subjects: { ...FIELDS, ...METHODS_AND_STATUSES },
    tasks: stage ? findTasks(stage) : {},
    presets: [
      ...presetOfMessage(options.message),
      ...presetsOf(stage, options.hasHandlers),
    ],
    others,
  };
}

/** The message of the command line is the first one in the editor. */
function presetOfMessage(message: LabOptions["message"]): Preset[] {
  if (message === undefined) return [];
  const text = encodeEscapes(message.bytes);
  return [{ ...message, name: "from the command line", text }];
}

/** A file of the repository by its name there, any other as it is. */
function shorten(file: URL): string {
  const root = new URL("../", import.meta.url).href;
  const isOurs = file.href.startsWith(root);
  return decodeURIComponent(
    isOurs ? file.href.slice(root.length) : file.pathname,
  );
}
