/**
 * The files of a submission that count: the learner's modules and the files that
 * the learner has added. Its tests and given files are ignored.
 *
 * @module
 */

import { join } from "@std/path";
import { folderOf } from "../layout.ts";
import type { Stage } from "../stages.ts";
import { GRADE } from "../texts.ts";

/** The files of a stage in a submission. */
export interface SubmittedFiles {
  /** The files to copy, by their path relative to the root of a course. */
  readonly files: ReadonlyMap<string, string>;
  /** The modules that it lacks. */
  readonly missing: readonly string[];
  /** Why it is not accepted; `undefined` if it is. */
  readonly refused?: string;
}

/** How much of a submission is copied at most. */
const MAX_FILES = 1000;
const MAX_BYTES = 20 * 1024 * 1024;

/** These would change how Deno resolves what a module imports. */
const CONFIGURATION = /^(?:deno\.jsonc?|deno\.lock|package\.json|\.npmrc)$/;

/** Folders that no exercise needs. */
const SKIPPED_FOLDERS = ["node_modules", ".git", "tests"];

/**
 * Looks into a submission.
 *
 * @param directory The submission, which holds `exercises/NN_name/`.
 * @param stage The stage.
 * @returns The files to copy, and the modules that are missing.
 */
export function submittedFiles(
  directory: string,
  stage: Stage,
): SubmittedFiles {
  const folder = folderOf(stage);
  const files = new Map<string, string>();
  let refused: string | undefined;
  let bytes = 0;
  for (const { path, info } of walk(directory, folder)) {
    if (info.isSymlink) refused ??= GRADE.link(path);
    if (!info.isFile || !isLearners(path, stage)) continue;
    bytes += info.size;
    files.set(path, join(directory, path));
  }
  if (files.size > MAX_FILES || bytes > MAX_BYTES) {
    refused ??= GRADE.tooLarge(MAX_FILES, MAX_BYTES);
  }
  const missing = Object.keys(stage.modules)
    .filter((name) => !files.has(`${folder}/${name}`));
  return { files, missing, refused };
}

/** Every entry below a folder; the parts of the path may be links, too. */
function* walk(
  directory: string,
  folder: string,
): Generator<{ path: string; info: Deno.FileInfo }> {
  const info = lstat(join(directory, folder));
  if (info?.isSymlink) yield { path: folder, info };
  if (!info?.isDirectory) return;
  for (const { name } of Deno.readDirSync(join(directory, folder))) {
    const path = `${folder}/${name}`;
    const info = lstat(join(directory, path));
    if (info?.isDirectory && !SKIPPED_FOLDERS.includes(name)) {
      yield* walk(directory, path);
    } else if (info) yield { path, info };
  }
}

/** Whether the course itself does not have a file of this name. */
function isLearners(path: string, stage: Stage): boolean {
  const name = path.slice(folderOf(stage).length + 1);
  if (name in stage.modules) return true;
  if (CONFIGURATION.test(name.split("/").at(-1)!)) return false;
  return !stage.given.includes(name) && !/_test\.[cm]?[jt]sx?$/.test(name);
}

function lstat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch {
    return undefined;
  }
}
