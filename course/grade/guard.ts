/**
 * Watches over the processes of one submission: their memory, their time, and
 * that none of them is left.
 *
 * @module
 */

import { within } from "../../kit/mod.ts";
import { onInterrupt } from "../interrupt.ts";
import {
  familyOf,
  kill,
  killFamily,
  listProcesses,
  memoryOf,
  type Process,
} from "../processes.ts";
import { GRADE } from "../texts.ts";

/** The limits of a submission. */
export interface Limits {
  /** How much resident memory, in bytes, all of its processes together. */
  readonly memoryBytes: number;
  /** How long it may take, in milliseconds. */
  readonly timeMs: number;
}

/** How often to look, in milliseconds. */
const INTERVAL_MS = 100;

/** The variable by which the processes of a submission are known. */
export const MARKER = "COURSE_SUBMISSION";

/**
 * Waits for the end of a submission's process, and ends it at a limit.
 *
 * @param child The process, which leads a group of its own.
 * @param marker The value of {@linkcode MARKER} in its environment.
 * @param limits Its limits.
 * @returns The limit that it exceeded; `undefined` if it stayed within them.
 */
export async function guard(
  child: Deno.ChildProcess,
  marker: string,
  limits: Limits,
): Promise<string | undefined> {
  const seen = new Map<number, Process>();
  const giveUp = Date.now() + limits.timeMs;
  using _ = onInterrupt(() => endAll(child.pid, seen, marker));
  const isRunning = Symbol();
  let reason: string | undefined;
  while (
    reason === undefined &&
    await within(child.status, INTERVAL_MS, isRunning) === isRunning
  ) {
    const family = familyOf(child.pid);
    for (const process of family) seen.set(process.pid, process);
    if (memoryOf(family) > limits.memoryBytes) {
      reason = GRADE.memory(limits.memoryBytes);
    }
    if (Date.now() > giveUp) reason = GRADE.time(limits.timeMs / 1000);
  }
  endAll(child.pid, seen, marker);
  await child.status;
  return reason;
}

/** Ends the family, and every process that has left it. */
function endAll(
  pid: number,
  seen: ReadonlyMap<number, Process>,
  marker: string,
): void {
  killFamily(pid);
  for (const process of listProcesses()) {
    const known = seen.get(process.pid);
    const isSame = known !== undefined && known.started === process.started;
    if (isSame || isMarked(process.pid, marker)) kill(process.pid);
  }
}

/** Whether a process has inherited the environment of the submission. */
function isMarked(pid: number, marker: string): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const environment = Deno.readTextFileSync(`/proc/${pid}/environ`);
    return environment.includes(`${MARKER}=${marker}`);
  } catch {
    return false; // It has ended, or belongs to another user.
  }
}
