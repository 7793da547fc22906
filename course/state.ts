/**
 * `.course/state.json`: where the learner is, and which tasks passed. It is a
 * cache. A result counts only with a proof: a hash over the result and every
 * file that it depends on. Without the proof, the tests run again.
 *
 * @module
 */

import { formatPosition, parseTarget } from "./position.ts";
import {
  folderOf,
  listFiles,
  modulesOf,
  type Position,
  readText,
  ROOT,
} from "./layout.ts";
import { findProgram } from "../kit/programs.ts";
import { type Stage, STAGES } from "./stages.ts";

const PATH = ".course/state.json";

/** The content of the file; all of it may be missing or wrong. */
interface State {
  position?: string;
  stages?: Record<string, { passed?: number[]; proof?: string } | undefined>;
}

/** The results of a stage, as they were noted. */
export interface NotedResults {
  /** The numbers of the tasks that passed when they last ran. */
  readonly passed: readonly number[];
  /** Whether they hold for the files as they are now. */
  readonly isProven: boolean;
}

/**
 * The position that was saved last.
 *
 * @returns The position; `undefined` before the first one was saved.
 */
export function savedPosition(): Position | undefined {
  try {
    const { stage, task = 1 } = parseTarget(`${load().position}`);
    return { stage, task };
  } catch {
    return undefined;
  }
}

/**
 * Saves the position.
 *
 * @param position Where the learner is.
 */
export function savePosition(position: Position): void {
  save({ ...load(), position: formatPosition(position) });
}

/**
 * The tasks of a stage that passed when they last ran: a quick look, without
 * the files of the stage.
 *
 * @param stage The stage.
 * @returns Their numbers.
 */
export function notedTasks(stage: Stage): readonly number[] {
  const passed = load().stages?.[stage.id]?.passed;
  return (Array.isArray(passed) ? passed : []).filter((task) =>
    Number.isInteger(task) && task >= 1 && task <= stage.tasks.length
  );
}

/**
 * The results that were noted for a stage.
 *
 * @param stage The stage.
 * @returns The results.
 */
export async function notedResults(stage: Stage): Promise<NotedResults> {
  const noted = load().stages?.[stage.id];
  const passed = notedTasks(stage);
  const proof = await proofOf(await fingerprint(stage), passed);
  return { passed, isProven: noted?.proof === proof };
}

/**
 * Notes that one task passed. The results of the stage lose their proof: what
 * the change did to the other tasks is not known yet.
 *
 * @param position The task.
 */
export async function noteTask({ stage, task }: Position): Promise<void> {
  const { passed, isProven } = await notedResults(stage);
  if (isProven && passed.includes(task)) return;
  const tasks = [...new Set([...passed, task])].sort((a, b) => a - b);
  note(stage, { passed: tasks });
}

/**
 * Notes the results of a stage, with their proof.
 *
 * @param stage The stage.
 * @param passed The numbers of the tasks that passed.
 * @param files The fingerprint of the files with which they passed.
 */
export async function noteResults(
  stage: Stage,
  passed: readonly number[],
  files: string,
): Promise<void> {
  note(stage, { passed: [...passed], proof: await proofOf(files, passed) });
}

/**
 * Forgets the results of a stage that begins again, and goes to its first task
 * if the learner is in it.
 *
 * @param stage The stage.
 */
export function forgetStage(stage: Stage): void {
  note(stage, { passed: [] });
  if (savedPosition()?.stage === stage) savePosition({ stage, task: 1 });
}

/**
 * A hash over everything that the results of a stage depend on.
 *
 * @param stage The stage.
 * @returns The hash.
 */
export async function fingerprint(stage: Stage): Promise<string> {
  const programs = stage.programs.map((name) => findProgram(name));
  const facts = [Deno.version.deno, Deno.build.os, ...programs];
  for (const path of dependenciesOf(stage)) {
    const bytes = readBytes(path);
    if (bytes !== undefined) facts.push(path, await hash(bytes));
  }
  return await hash(new TextEncoder().encode(facts.join("\n")));
}

function note(stage: Stage, noted: { passed: number[]; proof?: string }): void {
  const state = load();
  save({ ...state, stages: { ...state.stages, [stage.id]: noted } });
}

function load(): State {
  try {
    const state = JSON.parse(readText(PATH) ?? "");
    return typeof state === "object" && state !== null ? state : {};
  } catch {
    return {};
  }
}

/** Renaming is atomic: two terminals never see half a file. */
function save(state: State): void {
  Deno.mkdirSync(`${ROOT}.course`, { recursive: true });
  const draft = `${ROOT}${PATH}.${Deno.pid}`;
  Deno.writeTextFileSync(draft, JSON.stringify(state, undefined, 2) + "\n");
  Deno.renameSync(draft, ROOT + PATH);
}

function proofOf(files: string, passed: readonly number[]): Promise<string> {
  return hash(new TextEncoder().encode(JSON.stringify([files, passed])));
}

/** A stage may use the learner's modules of earlier stages. */
function dependenciesOf(stage: Stage): string[] {
  const earlier = STAGES.slice(0, STAGES.indexOf(stage)).flatMap(modulesOf);
  const shared = ["kit", "solutions", "fixtures", "cgi-bin"].flatMap(listFiles);
  const own = listFiles(folderOf(stage)).filter((path) =>
    !path.endsWith(".md")
  );
  return [...earlier, ...shared, ...own, "deno.json"];
}

/** The bytes of a file; `undefined` if it was renamed a moment ago. */
function readBytes(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Deno.readFileSync(ROOT + path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}
