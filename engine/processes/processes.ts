/**
 * The site in several processes on one port. A process has one event loop, and
 * that keeps one processor busy; where all of them listen with `SO_REUSEPORT`,
 * the kernel deals the connections out.
 *
 * The first process serves like the others and is their parent: it starts them,
 * passes on what they log, and ends them. Ctrl-C reaches all of them, SIGTERM
 * perhaps only the parent, and SIGKILL leaves it no time: so what ends a child is
 * the end of its stdin, and nothing else.
 *
 * Left out on purpose: another process for one that has died; limits for all
 * together, each process counts for itself; systems other than Linux, which
 * leave all connections to one of the processes, or refuse to share.
 *
 * @module
 */

import {
  type RunningServer,
  UsageError,
} from "../../solutions/01_tcp/program.ts";

/** What each of the processes is told. */
export interface ProcessOptions {
  /** The address to listen on; "127.0.0.1" by default. */
  hostname?: string;
  /** The port to listen on; 8000 by default, 0 for any that is free. */
  port?: number;
  /** The directory of the site; by default that of the course. */
  root?: string;
  /** Whether the port is shared; `false` by default. */
  reusePort?: boolean;
}

/** Options of {@linkcode serveInProcesses}. */
export interface ProcessesOptions extends Omit<ProcessOptions, "reusePort"> {
  /** How many processes, from 1 to 64; 1 by default, which shares no port. */
  processes?: number;
}

/** More would be a slip of the finger, and take all memory. */
const MAX_PROCESSES = 64;

/** What a process may be allowed, as Deno's flags name it. */
const PERMISSIONS = [
  "env",
  "ffi",
  "net",
  "read",
  "run",
  "sys",
  "write",
] as const;

/**
 * Serves in this process, and in as many others as it takes.
 *
 * A port that is shared is shared with strangers too: a second start would take
 * its part of the connections, and nobody would notice. So nobody may listen
 * there at first; only two that start in the same instant can miss each other.
 *
 * @param options How many processes, and what they serve.
 * @param serve Serves in this process.
 * @returns All of them as one server, as soon as all of them listen.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there cannot be so many processes.
 */
export async function serveInProcesses(
  options: ProcessesOptions,
  serve: (options: ProcessOptions) => RunningServer,
): Promise<RunningServer> {
  const { processes = 1, ...site } = options;
  checkCount(processes);
  if (processes === 1) return serve(site);
  const { hostname = "127.0.0.1", port = 8000 } = site;
  Deno.listen({ hostname, port }).close();
  const server = serve({ ...site, reusePort: true });
  const args = childArgs(server.addr, site.root);
  const children = Array.from({ length: processes - 1 }, () => new Child(args));

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
  return {
    addr: server.addr,
    finished,
    shutdown: () => end().then(() => finished),
  };
}

/** A process that this one has started. */
class Child {
  readonly #process: Deno.ChildProcess;
  readonly #output: AsyncGenerator<string>;
  #unlogged = "";
  #isStopping = false;

  constructor(args: string[]) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#output = wholeLines(this.#process.stdout);
  }

  /** Waits until it listens: it says so in its first line. */
  async listening(): Promise<void> {
    const { value, done } = await this.#output.next();
    if (done) {
      throw new UsageError(`${await this.#describeEnd()} before it listened`);
    }
    const [, ...lines] = value.split("\n");
    this.#unlogged = lines.join("\n");
  }

  /** Logs what it logs, until it ends. */
  async ended(): Promise<void> {
    if (this.#unlogged !== "") console.log(this.#unlogged);
    for await (const lines of this.#output) console.log(lines);
    const end = await this.#describeEnd();
    if (!this.#isStopping) console.log(end);
  }

  /** Lets it finish what it is at, and end. */
  stop(): void {
    this.#isStopping = true;
    // It may have gone already.
    this.#process.stdin.close().catch(() => {});
  }

  async #describeEnd(): Promise<string> {
    const { code, signal } = await this.#process.status;
    const how = signal === null
      ? `ended with code ${code}`
      : `died of ${signal}`;
    return `Process ${this.#process.pid} has ${how}`;
  }
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

/**
 * The command line of a child. It may do what this process may. A permission in
 * part is not passed on, since Deno does not tell which part it is.
 */
function childArgs(addr: Deno.NetAddr, root: string | undefined): string[] {
  const permissions = PERMISSIONS.filter((name) => {
    const { state, partial } = Deno.permissions.querySync({ name });
    return state === "granted" && !partial;
  });
  return [
    "run",
    "--quiet",
    "--unstable-net",
    ...permissions.map((name) => `--allow-${name}`),
    import.meta.resolve("./child_process.ts"),
    `--hostname=${addr.hostname}`,
    `--port=${addr.port}`,
    ...root === undefined ? [] : [`--root=${root}`],
  ];
}

/**
 * What a process prints, as soon as a line is whole. Lines that come together
 * stay one text, which costs one write: the parent has to serve, too.
 */
async function* wholeLines(
  output: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of output.pipeThrough(new TextDecoderStream())) {
    const end = text.lastIndexOf("\n");
    if (end >= 0) yield rest + text.slice(0, end);
    rest = end >= 0 ? text.slice(end + 1) : rest + text;
  }
  if (rest !== "") yield rest;
}
