/**
 * The mutants of a stage: those of the code that the stage is about.
 *
 * @module
 */

import type { Stage } from "../../course/stages.ts";
import { listFiles, readText } from "../deno_command.ts";
import { findMutants } from "./find_mutants.ts";
import type { Mutant } from "./mutant.ts";

/** Functions next to others about the same rule, which only a later stage calls. */
interface Borrowed {
  readonly file: string;
  readonly scopes: readonly string[];
  /** The stage whose tests are about them. */
  readonly stage: string;
}

/** The code that is not about the stage in whose folder it is. */
export const BORROWED: readonly Borrowed[] = [
  {
    file: "02_http/framing.ts",
    scopes: ["findFraming", "checkCodings"],
    stage: "06_persistent",
  },
  {
    file: "02_http/line_end.ts",
    scopes: ["skipEmptyLines"],
    stage: "06_persistent",
  },
  {
    file: "02_http/form_type.ts",
    scopes: ["(module)", "isFormType"],
    stage: "05_framework",
  },
];

/**
 * Finds the mutants of a stage: in its files, except those that the learner is
 * given and functions that only a later stage calls.
 *
 * @param stage The stage.
 * @returns The mutants, by file and place.
 */
export function mutantsOfStage({ id, given }: Stage): Mutant[] {
  const givenFiles = given.map((name) => `${id}/${name}`);
  const borrowed = BORROWED.filter(({ stage }) => stage === id)
    .map(({ file }) => file);
  return listFiles("solutions/", ".ts")
    .map((path) => path.slice("solutions/".length))
    .filter((file) => isOfStage(file, id) || borrowed.includes(file))
    .filter((file) => !givenFiles.includes(file))
    .flatMap((file) => findMutants(file, readText(`solutions/${file}`)))
    .filter((mutant) => stageOf(mutant) === id);
}

function isOfStage(file: string, id: string): boolean {
  return file === `${id}.ts` || file.startsWith(`${id}/`);
}

/** The stage whose tests are about a mutant. */
function stageOf({ file, scope }: Mutant): string {
  const borrowed = BORROWED.find((one) =>
    one.file === file && one.scopes.includes(scope)
  );
  return borrowed?.stage ?? /^\w+/.exec(file)![0];
}
