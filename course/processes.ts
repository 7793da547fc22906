/**
 * The processes of this machine: which process started which, and how much
 * memory they use. Linux tells it in /proc, other Unix systems through `ps`.
 *
 * @module
 */

/** One process. */
export interface Process {
  /** Its id. */
  readonly pid: number;
  /** The process that started it. */
  readonly parent: number;
  /** Its group. */
  readonly group: number;
  /** When it was started, in a unit of the system: ids are used again. */
  readonly started: string;
}

/**
 * All processes.
 *
 * @returns The processes; none on Windows.
 */
export function listProcesses(): Process[] {
  if (Deno.build.os === "linux") return readProc();
  if (Deno.build.os === "windows") return [];
  return readPs();
}

/**
 * A process, those that it has started, those that they have, and every member
 * of its group.
 *
 * @param pid The process.
 * @param processes All processes.
 * @returns The family, without this very process.
 */
export function familyOf(
  pid: number,
  processes: readonly Process[] = listProcesses(),
): Process[] {
  const ids = new Set([pid]);
  for (let size = 0; size !== ids.size;) {
    size = ids.size;
    for (const process of processes) {
      if (ids.has(process.parent) || process.group === pid) {
        ids.add(process.pid);
      }
    }
  }
  ids.delete(Deno.pid);
  return processes.filter((process) => ids.has(process.pid));
}

/**
 * Kills a process and its family: a CGI program is in a group of its own and
 * would outlive the test that started it.
 *
 * @param pid The process, which leads a group of its own.
 */
export function killFamily(pid: number): void {
  if (Deno.build.os === "windows") {
    const args = ["/PID", `${pid}`, "/T", "/F"];
    new Deno.Command("taskkill", { args }).outputSync();
    return;
  }
  const family = familyOf(pid);
  for (const target of [-pid, ...family.map((member) => member.pid)]) {
    kill(target);
  }
}

/**
 * Kills a process, or a group if the number is negative.
 *
 * @param pid Its id; one that has ended is not an error.
 */
export function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/**
 * The resident memory of processes: the pages that are in use, whether V8 or
 * typed arrays use them.
 *
 * @param processes The processes.
 * @returns The sum, in bytes; 0 on Windows.
 */
export function memoryOf(processes: readonly Process[]): number {
  if (Deno.build.os === "windows" || processes.length === 0) return 0;
  if (Deno.build.os !== "linux") return memoryFromPs(processes);
  return processes.reduce((sum, { pid }) => sum + memoryFromProc(pid), 0);
}

function memoryFromProc(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? "0";
    return Number(kilobytes) * 1024;
  } catch {
    return 0; // It has ended.
  }
}

function memoryFromPs(processes: readonly Process[]): number {
  const pids = processes.map(({ pid }) => pid).join(",");
  const args = ["-o", "rss=", "-p", pids];
  const { stdout } = new Deno.Command("ps", { args }).outputSync();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.reduce((sum, line) => sum + Number(line) * 1024, 0);
}

function readProc(): Process[] {
  const names = [...Deno.readDirSync("/proc")].map(({ name }) => name);
  return names.filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // The name of the program may contain spaces and parentheses.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return {
        pid: Number(name),
        parent: Number(fields[1]),
        group: Number(fields[2]),
        started: fields[19],
      };
    } catch {
      return []; // It has ended.
    }
  });
}

function readPs(): Process[] {
  const args = ["-A", "-o", "pid=,ppid=,pgid=,lstart="];
  const { stdout } = new Deno.Command("ps", { args }).outputSync();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent, group, ...started] = line.trim().split(/\s+/);
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      started: started.join(" "),
    };
  });
}
