/**
 * Serves the site in several processes on one port. One process has one event
 * loop, which keeps one processor busy. If all of them listen with
 * `SO_REUSEPORT`, the kernel distributes the connections.
 *
 * The first process serves like the others and is their parent: it starts them,
 * passes on their log, and ends them. Ctrl-C reaches all processes, SIGTERM
 * perhaps only the parent, and SIGKILL leaves the parent no time to act. So the
 * only thing that ends a child is the end of its stdin, a pipe from the parent.
 *
 * Left out on purpose: a new process in place of one that died; limits for all
 * processes together, since each counts its own connections; other systems than
 * Linux, which give all connections to one process or do not share a port.
 *
 * @module
 */

import {
  type RunningServer,
  UsageError,
} from "../../solutions/01_tcp/program.ts";
import { Child } from "./child.ts";
import { serveSite, type SiteOptions } from "./site.ts";

/** Options of {@linkcode serveInProcesses}. */
export interface ProcessesOptions extends Omit<SiteOptions, "reusePort"> {
  /** How many processes, from 1 to 64; 1 by default, which shares no port. */
  processes?: number;
}

/** A larger number is probably a typing error, and would exhaust the memory. */
const MAX_PROCESSES = 64;

/**
 * Serves in this process, and in as many others as requested.
 *
 * A shared port could also be shared with another program: a second start would
 * silently take some of the connections. So the port must be free at first. Only
 * two programs that start at the same moment can overlook each other.
 *
 * @param options How many processes, and what they serve.
 * @returns All processes as one server, as soon as all of them listen.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 * @throws {UsageError} If this number of processes is impossible.
 */
export async function serveInProcesses(
  options: ProcessesOptions,
): Promise<RunningServer> {
  const { processes = 1, ...site } = options;
  checkCount(processes);
  if (processes === 1) return serveSite(site);
  const { hostname = "127.0.0.1", port = 8000 } = site;
  Deno.listen({ hostname, port }).close();
  const server = serveSite({ ...site, reusePort: true });
  const { addr } = server;
  const flags = { ...site, hostname: addr.hostname, port: addr.port };
  const children = Array.from(
    { length: processes - 1 },
    () => new Child(flags),
  );

  async function end(): Promise<void> {
    for (const child of children) child.stop();
    await server.shutdown();
  }

  try {
    await Promise.all(children.map((child) => child.listening()));
  } catch (error) {
    await end();
    throw error;
  }
  const ended = children.map((child) => child.ended());
  const finished = Promise.all([server.finished, ...ended]).then(() => {});
  return { addr, finished, shutdown: () => end().then(() => finished) };
}

function checkCount(processes: number): void {
  if (processes < 1 || processes > MAX_PROCESSES) {
    throw new UsageError(
      `Cannot use --processes "${processes}": expected a whole number from 1 ` +
        `to ${MAX_PROCESSES}`,
    );
  }
  if (processes > 1 && Deno.build.os !== "linux") {
    throw new UsageError(
      `Cannot use --processes "${processes}": only Linux lets processes share ` +
        "a port",
    );
  }
}
