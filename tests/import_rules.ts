/**
 * Which folders of this repository may import which: code that a learner reads
 * must not depend on code that is built on it.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { ROOT } from "./deno_command.ts";

/** An import. */
export interface Import {
  /** The file that imports, relative to the root. */
  readonly file: string;
  /** The line at which the statement begins. */
  readonly line: number;
  /** The file that is imported, relative to the root. */
  readonly target: string;
}

/** The files that a folder may import besides its own. */
interface Rule {
  /** Describes the allowed targets, for the failure message. */
  readonly allowed: string;
  /** Whether a file of this folder may import the target. */
  allows(file: string, target: string): boolean;
}

const isBelow = (target: string, ...folders: string[]) =>
  folders.some((folder) => target.startsWith(`${folder}/`));

const BUILT_ON_ALL: Rule = {
  allowed: "its own files, engine/, solutions/",
  allows: (_, target) => isBelow(target, "engine", "solutions"),
};

const AROUND_THE_COURSE: Rule = {
  allowed: "its own files, kit/, mod.ts, course/stages.ts",
  allows: (_, target) =>
    isBelow(target, "kit") || ["mod.ts", "course/stages.ts"].includes(target),
};

const NOTHING_ELSE: Rule = {
  allowed: "only its own files",
  allows: () => false,
};

const RULES: Readonly<Record<string, Rule>> = {
  "exercises": {
    allowed:
      "its own files, kit/, given files of earlier exercises, earlier solutions",
    allows: (file, target) =>
      isBelow(target, "kit") ||
      stageNumber(target) < stageNumber(file) &&
        (isBelow(target, "solutions") || isGiven(target)),
  },
  "solutions": {
    allowed: "its own files, earlier solutions",
    allows: (file, target) =>
      isBelow(target, "solutions") && stageNumber(target) < stageNumber(file),
  },
  "cgi-bin": {
    allowed: "its own files, solutions/",
    allows: (_, target) => isBelow(target, "solutions"),
  },
  "engine": {
    allowed: "its own files, solutions 01 to 05",
    allows: (_, target) =>
      isBelow(target, "solutions") && stageNumber(target) <= 5,
  },
  "mod.ts": BUILT_ON_ALL,
  "bench": BUILT_ON_ALL,
  "course": AROUND_THE_COURSE,
  "lab": AROUND_THE_COURSE,
  "kit": NOTHING_ELSE,
  "std": NOTHING_ELSE,
  "tests": { allowed: "anything", allows: () => true },
};

/**
 * Checks an import.
 *
 * @param found The import.
 * @returns What is wrong with it; `undefined` if it is allowed.
 */
export function findProblem(found: Import): string | undefined {
  const { file, line, target } = found;
  if (ownFolder(file) === ownFolder(target)) return undefined;
  const [folder] = file.split("/");
  const rule = RULES[folder];
  if (rule?.allows(file, target)) return undefined;
  const allowed = rule === undefined
    ? "tests/import_rules.ts has no rule for this folder"
    : `it may import ${rule.allowed}`;
  return `${file}:${line} imports ${target}: ${allowed}`;
}

/** The folder within which every import is allowed: that of a stage, if any. */
function ownFolder(file: string): string {
  const [folder, stage] = file.split("/");
  const hasStages = folder === "exercises" || folder === "solutions";
  return hasStages ? `${folder}/${stage.replace(/\.ts$/, "")}` : folder;
}

/** The number of the stage to which a file belongs; NaN if to none. */
function stageNumber(file: string): number {
  return parseInt(/^(?:exercises|solutions)\/(\d\d)_/.exec(file)?.[1] ?? "");
}

/** Whether a file of an exercise is neither a learner's own nor a test. */
function isGiven(target: string): boolean {
  const [folder, stage, name] = target.split("/");
  const modules = STAGES.find(({ id }) => id === stage)?.modules;
  return folder === "exercises" && modules !== undefined &&
    !(name in modules) && !target.endsWith("_test.ts");
}

/**
 * Finds the imports of a file: static and dynamic ones by a relative name, and
 * those in examples of the documentation, unless they are not run.
 *
 * @param file The file, relative to the root.
 * @param text Its text.
 * @returns The imports, in order.
 */
export function findImports(file: string, text: string): Import[] {
  const statement =
    /^(?: \* | *)(?:import|export)\b[^"';]*?from "(\.[^"]+)"|^(?: \* | *)import "(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"/gm;
  const code = text.replace(
    /^ \* ```ts ignore$.*?^ \* ```$/gms,
    (example) => example.replace(/[^\n]/g, ""),
  );
  return [...code.matchAll(statement)].map(({ 1: a, 2: b, 3: c, index }) => {
    const { href } = new URL(a ?? b ?? c, new URL(file, ROOT));
    return {
      file,
      line: code.slice(0, index).split("\n").length,
      target: href.slice(ROOT.href.length),
    };
  });
}
