/**
 * A server in a process of its own, as the measurements need it: what the
 * clients take, in memory and in time, is not counted.
 *
 * @module
 */

/** How long a server may take until it listens, in milliseconds. */
const START_MS = 10_000;

/** How many clock ticks of `/proc` a second has. */
const TICKS_PER_SECOND = 100;

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** What it has in memory now, in bytes. */
  residentBytes(): Promise<number>;
  /** How long it has been computing, user and system, in seconds. */
  cpuSeconds(): number;
}

/**
 * Starts a server of this folder, and waits until it listens.
 *
 * @param name Its module; it prints its port.
 * @param args What it is told.
 * @returns The running server.
 */
export async function startServer(
  name: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const module = new URL(name, import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", module, ...args],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  return asServer(child, Number(value), () => lines.cancel());
}

/**
 * Starts a program that is told where to listen, and waits until it does.
 *
 * @param command The program and its arguments.
 * @param port Where it will listen, on 127.0.0.1.
 * @returns The running server.
 * @throws {Error} If it ends, or does not listen in time.
 */
export async function startProgram(
  [program, ...args]: readonly string[],
  port: number,
): Promise<ServerProcess> {
  const options = { args, stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(program, options).spawn();
  const server = asServer(child, port);
  const deadline = performance.now() + START_MS;
  while (!await accepts(port)) {
    if (performance.now() > deadline) {
      await server[Symbol.asyncDispose]();
      throw new Error(`${program} does not listen on port ${port}`);
    }
    await sleep(20);
  }
  return server;
}

/**
 * Finds a port that nobody listens on.
 *
 * @returns The port.
 */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

/**
 * Waits.
 *
 * @param ms How long, in milliseconds.
 */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function asServer(
  child: Deno.ChildProcess,
  port: number,
  close = () => Promise.resolve(),
): ServerProcess {
  return {
    port,
    residentBytes: () => residentBytes(child.pid),
    cpuSeconds: () => cpuSeconds(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await close();
      await child.status;
    },
  };
}

async function accepts(port: number): Promise<boolean> {
  try {
    using _ = await Deno.connect({ hostname: "127.0.0.1", port });
    return true;
  } catch {
    return false;
  }
}

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "rss=", "-p", `${pid}`],
  }).output();
  return Number(new TextDecoder().decode(stdout)) * 1024;
}

/** The 14th and 15th of the fields; the second may have spaces in it. */
function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
