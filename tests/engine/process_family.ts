/**
 * A program and the processes that it has started, as the Linux kernel sees
 * them: which exist, which listen, and which has accepted which connection.
 *
 * @module
 */

import { pause, Program } from "../../kit/mod.ts";

/** How long the kernel may take to show what is expected, in milliseconds. */
const DEADLINE_MS = 5000;

/** A socket of the server. */
export interface ServerSocket {
  /** The process that has it. */
  readonly pid: number;
  /** The port of the client; 0 if it listens. */
  readonly clientPort: number;
}

/** A program and its children. */
export class ProcessFamily implements AsyncDisposable {
  /** The parent. */
  readonly program: Program;
  /** The command lines of the processes seen so far, by process id. */
  readonly #seen = new Map<number, string>();

  /**
   * Starts a program.
   *
   * @param url The module.
   * @param args Its arguments.
   */
  constructor(url: string, args: string[]) {
    this.program = Program.start(url, args);
  }

  /** The ids of all its processes, sorted. */
  get pids(): number[] {
    return this.#look().sort((a, b) => a - b);
  }

  /**
   * Finds the processes that listen on a port.
   *
   * @param port The port.
   * @returns The ids of the processes, sorted.
   */
  listeners(port: number): number[] {
    return this.sockets(port).filter(({ clientPort }) => clientPort === 0)
      .map(({ pid }) => pid).sort((a, b) => a - b);
  }

  /**
   * The sockets of all processes with a given local port.
   *
   * @param port The port.
   * @returns The sockets.
   */
  sockets(port: number): ServerSocket[] {
    const owners = new Map(
      this.pids.flatMap((pid) =>
        socketsOf(pid).map((inode) => [inode, pid] as const)
      ),
    );
    return socketsOn(port).flatMap(({ inode, clientPort }) => {
      const pid = owners.get(inode);
      return pid === undefined ? [] : [{ pid, clientPort }];
    });
  }

  /** Kills all processes that are left, even children without their parent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#look();
    for (const [pid, commandLine] of this.#seen) {
      // The id may belong to another process by now.
      if (commandLine === "" || commandLineOf(pid) !== commandLine) continue;
      try {
        Deno.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
    await this.program[Symbol.asyncDispose]();
  }

  #look(): number[] {
    const pids = [this.program.pid, ...childrenOf(this.program.pid)];
    for (const pid of pids) this.#seen.set(pid, commandLineOf(pid));
    return pids;
  }
}

/**
 * Waits until no process listens on a port.
 *
 * @param port The port.
 * @throws {Error} If a process still does after 5 seconds.
 */
export async function untilPortIsFree(port: number): Promise<void> {
  const giveUp = Date.now() + DEADLINE_MS;
  while (socketsOn(port).some(({ clientPort }) => clientPort === 0)) {
    if (Date.now() > giveUp) throw new Error(`A process listens on ${port}`);
    await pause(5);
  }
}

/** Reads the kernel's table of TCP: local and remote address, and the inode. */
function socketsOn(port: number): { clientPort: number; inode: string }[] {
  const rows = Deno.readTextFileSync("/proc/net/tcp").trim().split("\n");
  return rows.slice(1).map((row) => row.trim().split(/\s+/))
    .filter(([, local]) => portOf(local) === port)
    .map(([, , remote, , , , , , , inode]) => ({
      clientPort: portOf(remote),
      inode,
    }));
}

/** The port of an address such as 0100007F:1F90. */
function portOf(addr: string): number {
  return parseInt(addr.split(":")[1], 16);
}

/** The command line of a process; empty if it does not exist. */
function commandLineOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return "";
  }
}

/** The children in the process group of their parent; CGI programs are not. */
function childrenOf(pid: number): number[] {
  const parent = statOf(`${pid}`);
  const numbers = [...Deno.readDirSync("/proc")].map(({ name }) => name)
    .filter((name) => /^\d+$/.test(name));
  return numbers.filter((number) => {
    const stat = statOf(number);
    return stat?.parent === pid && stat.group === parent?.group;
  }).map(Number);
}

/** Reads /proc/PID/stat; `undefined` if the process does not exist. */
function statOf(pid: string): { parent: number; group: number } | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The program's name may contain blanks and parentheses.
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

/** The inodes of the sockets of a process. */
function socketsOf(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  try {
    return [...Deno.readDirSync(directory)].flatMap(({ name }) => {
      const link = readLink(`${directory}/${name}`);
      return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
    });
  } catch {
    // It has ended.
    return [];
  }
}

/** The target of a link; empty if the link does not exist any more. */
function readLink(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}
