/**
 * The copy in which a submission is graded: an untouched checkout with the
 * learner's files over it. It has no engine, no `mod.ts`, and the references of
 * earlier stages only.
 *
 * @module
 */

import { dirname } from "@std/path";
import { folderOf, listFiles, ROOT } from "../layout.ts";
import { type Stage, STAGES } from "../stages.ts";
import { stubPath } from "../stubs.ts";
import { submittedFiles } from "./submission.ts";

/** The folders that the suites of all stages need. */
const SHARED = ["kit", "std", "fixtures", "cgi-bin"];

/**
 * Makes a copy for one stage of one submission.
 *
 * @param directory The submission.
 * @param stage The stage.
 * @returns Its path; the caller removes it.
 */
export async function makeCopy(
  directory: string,
  stage: Stage,
): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "grade_" });
  await Deno.mkdir(`${copy}/tmp`);
  for (const [path, source] of filesOf(directory, stage)) {
    Deno.mkdirSync(dirname(`${copy}/${path}`), { recursive: true });
    Deno.copyFileSync(source, `${copy}/${path}`);
  }
  return copy;
}

/** Every file of the copy, and where it comes from. */
function filesOf(directory: string, stage: Stage): Map<string, string> {
  const earlier = STAGES.slice(0, STAGES.indexOf(stage));
  const stages = [...earlier, stage];
  const given = stages.flatMap((stage) =>
    listFiles(folderOf(stage)).filter((path) => !path.endsWith(".md"))
  );
  const references = listFiles("solutions").filter((path) =>
    earlier.some(({ id }) =>
      path === `solutions/${id}.ts` || path.startsWith(`solutions/${id}/`)
    )
  );
  const own = [...SHARED.flatMap(listFiles), ...given, ...references];
  const files = new Map(
    [...own, "deno.json", "deno.lock"].map((path) => [path, ROOT + path]),
  );
  for (const stage of stages) {
    // A missing module is the stub, never the teacher's own attempt.
    for (const name of Object.keys(stage.modules)) {
      files.set(`${folderOf(stage)}/${name}`, ROOT + stubPath(stage, name));
    }
    for (const [path, source] of submittedFiles(directory, stage).files) {
      files.set(path, source);
    }
  }
  return files;
}
