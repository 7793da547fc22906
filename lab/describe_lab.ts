/**
 * Collects what the page is told when it is opened.
 *
 * @module
 */

import type { About } from "./about.ts";
import type { LabOptions } from "./command_line.ts";
import { KINDS } from "./grammar/kinds.ts";

/**
 * Collects it.
 *
 * @param options What is looked at.
 * @param relayPort The port of the relay.
 * @returns What the page is told.
 */
export function describeLab(options: LabOptions, relayPort: number): About {
  const { file, stage, isReference } = options;
  return {
    stage: stage?.id,
    isReference,
    file: shorten(file),
    relayPort,
    kinds: KINDS,
    subjects: {},
    tasks: {},
  };
}

/** A file of the repository by its name there, any other as it is. */
function shorten(file: URL): string {
  const root = new URL("../", import.meta.url).href;
  const isOurs = file.href.startsWith(root);
  return decodeURIComponent(
    isOurs ? file.href.slice(root.length) : file.pathname,
  );
}
