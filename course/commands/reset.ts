/**
 * `deno task course reset`: restores the stub of a stage, and keeps a dated copy
 * of the learner's files first.
 *
 * @module
 */

import { dirname } from "@std/path";
import { UsageError } from "../arguments.ts";
import { type Command, parseTargetArguments } from "../command.ts";
import { folderOf, readText, ROOT } from "../layout.ts";
import { EXIT } from "../run_main.ts";
import type { Stage } from "../stages.ts";
import { forgetStage } from "../state.ts";
import { isPristine, stubPath } from "../stubs.ts";
import { consents } from "../terminal.ts";
import { RESET } from "../texts.ts";

const FLAGS = { yes: "switch" } as const;

/** The command. */
export const reset: Command = {
  flags: FLAGS,
  run(args) {
    const { flags, target } = parseTargetArguments(args, FLAGS);
    if (target === undefined) throw new UsageError(RESET.needsStage);
    const { stage } = target;
    if (isPristine(stage)) {
      console.log(RESET.nothing(stage.id));
      return Promise.resolve(EXIT.ok);
    }
    if (!flags.yes && !consents(RESET.question(stage.id))) {
      console.error(RESET.refused);
      return Promise.resolve(EXIT.failed);
    }
    console.log(RESET.done(stage.id, resetStage(stage)));
    return Promise.resolve(EXIT.ok);
  },
};

/**
 * Restores the stub of a stage, and forgets which of its tasks passed.
 *
 * @param stage The stage.
 * @returns Where the copy of the learner's files is, relative to the root.
 */
export function resetStage(stage: Stage): string {
  const backup = freeBackup();
  for (const name of Object.keys(stage.modules)) {
    const path = `${folderOf(stage)}/${name}`;
    const stub = readText(stubPath(stage, name));
    if (stub === undefined) throw new UsageError(RESET.noStub(path));
    if (readText(path) !== undefined) copy(path, `${backup}/${path}`);
    Deno.writeTextFileSync(ROOT + path, stub);
  }
  forgetStage(stage);
  return backup;
}

/** A folder named after the time that no earlier copy uses. */
function freeBackup(): string {
  const now = Temporal.Now.plainDateTimeISO().round("second").toString();
  const name = `.course/backup/${now.replace("T", "_").replaceAll(":", "-")}`;
  for (let number = 1;; number++) {
    const path = number === 1 ? name : `${name}_${number}`;
    if (!exists(path)) return path;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(ROOT + path);
    return true;
  } catch {
    return false;
  }
}

function copy(from: string, to: string): void {
  Deno.mkdirSync(dirname(ROOT + to), { recursive: true });
  Deno.copyFileSync(ROOT + from, ROOT + to);
}
