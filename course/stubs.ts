/**
 * The stubs as the course ships them: a copy in `course/stubs/`, so that a
 * reset does not depend on the history of the clone. Run
 * as a program, this module renews the copies after a stub has changed.
 *
 * @module
 */

import { dirname } from "@std/path";
import { folderOf, readText, ROOT } from "./layout.ts";
import { type Stage, STAGES } from "./stages.ts";

/**
 * The copy of a stub. It does not end with ".ts", so that no tool checks it.
 *
 * @param stage The stage.
 * @param name The module: "server.ts".
 * @returns Its path, relative to the root.
 */
export function stubPath(stage: Stage, name: string): string {
  return `course/stubs/${stage.id}/${name}.stub`;
}

/**
 * Whether the learner has not begun a stage.
 *
 * @param stage The stage.
 * @returns Whether every module is as the course ships it.
 */
export function isPristine(stage: Stage): boolean {
  return Object.keys(stage.modules).every((name) =>
    readText(`${folderOf(stage)}/${name}`) === readText(stubPath(stage, name))
  );
}

/** Copies the stubs of all stages from the exercises. */
function renew(): void {
  for (const stage of STAGES) {
    for (const name of Object.keys(stage.modules)) {
      const copy = ROOT + stubPath(stage, name);
      Deno.mkdirSync(dirname(copy), { recursive: true });
      Deno.copyFileSync(`${ROOT}${folderOf(stage)}/${name}`, copy);
    }
  }
}

if (import.meta.main) renew();
