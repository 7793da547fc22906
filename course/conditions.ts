/**
 * The conditions that the course and its tests expect of a machine.
 *
 * @module
 */

import { within } from "../kit/mod.ts";
import { findProgram } from "../kit/programs.ts";
import { ROOT } from "./layout.ts";
import { STAGES } from "./stages.ts";
import { DOCTOR, OTHER_PROGRAMS } from "./texts_doctor.ts";

/** Something that a machine has or lacks. */
export interface Condition {
  /** Its name. */
  readonly name: string;
  /** Whether this machine has it. */
  readonly isMet: boolean;
  /** Whether the course cannot work without it. */
  readonly isNeeded: boolean;
  /** The consequence if this machine lacks it. */
  readonly disables: string;
  /** How to get it. */
  readonly remedy: string;
}

/** The words for a condition. */
interface Words {
  readonly name: string;
  readonly disables: string;
  readonly remedy: string;
}

/** How long an event of the file system may take, in milliseconds. */
const EVENT_MS = 1000;

/** The packages of programs that are not called like their program. */
const PACKAGES: Readonly<Record<string, readonly [apt: string, brew: string]>> =
  {
    python3: ["python3", "python"],
    sh: ["dash", "dash"],
    ln: ["coreutils", "coreutils"],
    mkfifo: ["coreutils", "coreutils"],
  };

/**
 * Looks at this machine.
 *
 * @returns Everything that the course and its tests expect.
 */
export async function conditions(): Promise<Condition[]> {
  const { deno } = Deno.version;
  const name = DOCTOR.deno.name(deno);
  const isWindows = Deno.build.os === "windows";
  return [
    needed({ ...DOCTOR.deno, name }, isRecent(deno)),
    needed(DOCTOR.listen, canListen("127.0.0.1", 0)),
    wanted(DOCTOR.port, canListen("127.0.0.1", 8000)),
    wanted(DOCTOR.ipv6, canListen("::1", 0)),
    wanted(DOCTOR.groups, !isWindows),
    ...await fileConditions(),
    ...programConditions(),
  ];
}

function needed(words: Words, isMet: boolean): Condition {
  return { ...words, isMet, isNeeded: true };
}

function wanted(words: Words, isMet: boolean): Condition {
  return { ...words, isMet, isNeeded: false };
}

function isRecent(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return major > 2 || major === 2 && minor >= 9;
}

function canListen(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/** The abilities of the file system on which the clone is. */
async function fileConditions(): Promise<Condition[]> {
  const folder = await Deno.makeTempDir({ dir: ROOT, prefix: ".doctor_" });
  try {
    return [
      wanted(DOCTOR.events, await hasEvents(folder)),
      wanted(DOCTOR.links, await canLink(folder)),
      wanted(DOCTOR.caseSensitive, await isCaseSensitive(folder)),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function hasEvents(folder: string): Promise<boolean> {
  try {
    using watcher = Deno.watchFs(folder);
    const event = watcher[Symbol.asyncIterator]().next();
    await Deno.writeTextFile(`${folder}/event.txt`, "event");
    return await within(event.then(() => true), EVENT_MS, false);
  } catch {
    return false;
  }
}

async function canLink(folder: string): Promise<boolean> {
  try {
    await Deno.symlink(folder, `${folder}/link`);
    return true;
  } catch {
    return false;
  }
}

async function isCaseSensitive(folder: string): Promise<boolean> {
  await Deno.writeTextFile(`${folder}/case.txt`, "case");
  try {
    await Deno.stat(`${folder}/CASE.TXT`);
    return false;
  } catch {
    return true;
  }
}

function programConditions(): Condition[] {
  const names = new Set(STAGES.flatMap(({ programs }) => programs));
  const needed = [...names].map((name) => {
    const stages = STAGES.filter(({ programs }) => programs.includes(name));
    const ids = stages.map(({ id }) => id);
    return programCondition(name, DOCTOR.program.stages(ids));
  });
  const others = Object.entries(OTHER_PROGRAMS)
    .map(([name, disables]) => programCondition(name, disables));
  return [...needed, ...others];
}

function programCondition(name: string, disables: string): Condition {
  const [apt, brew] = PACKAGES[name] ?? [name, name];
  const remedy = DOCTOR.program.remedy(apt, brew);
  return wanted({ name, disables, remedy }, findProgram(name) !== undefined);
}
