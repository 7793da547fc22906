/**
 * A server in a process of its own, so that the memory and the time of the
 * clients are not counted.
 *
 * @module
 */

/** How long a server may take until it listens, in milliseconds. */
const START_MS = 10_000;

/** How many clock ticks of `/proc` a second has. */
const TICKS_PER_SECOND = 100;

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Its resident memory now, in bytes. */
  residentBytes(): Promise<number>;
  /** The largest resident memory that it has had, in bytes; Linux only. */
  peakBytes(): number;
  /** How long it has used a processor, user and system, in seconds. */
  cpuSeconds(): number;
}

/** Options of {@linkcode startServer}. */
export interface StartOptions {
  /** The file of an import map; by default the one of `deno.json` applies. */
  readonly importMap?: string;
}

/**
 * Starts a server, and waits until it listens. Its log is read and dropped.
 *
 * @param name Its module, relative to this folder. Its first line is its port or
 * its URL.
 * @param args Its arguments.
 * @param options How to run it.
 * @returns The running server.
 * @throws {Error} If it ends before it listens.
 */
export async function startServer(
  name: string,
  args: readonly string[] = [],
  { importMap }: StartOptions = {},
): Promise<ServerProcess> {
  const module = new URL(name, import.meta.url).href;
  const flags = importMap === undefined ? [] : [`--import-map=${importMap}`];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", ...flags, module, ...args],
    stdout: "piped",
  }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await output.read();
  const port = /(\d+)\/?$/.exec(value.split("\n", 1)[0])?.[1];
  const dropping = drop(output);
  const server = asServer(child, Number(port), () => dropping);
  if (port !== undefined) return server;
  await server[Symbol.asyncDispose]();
  throw new Error(`${name} ended before it listened`);
}

/**
 * Starts a program that gets its port as an argument, and waits until it listens.
 *
 * @param command The program and its arguments.
 * @param port Its port on 127.0.0.1.
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
 * Finds a free port.
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
    peakBytes: () => memoryOf(child.pid, "VmHWM"),
    cpuSeconds: () => cpuSeconds(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await close();
      await child.status;
    },
  };
}

async function drop(output: ReadableStreamDefaultReader<string>) {
  while (!(await output.read()).done);
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
  if (Deno.build.os === "linux") return memoryOf(pid, "VmRSS");
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "rss=", "-p", `${pid}`],
  }).output();
  return Number(new TextDecoder().decode(stdout)) * 1024;
}

/** Reads a line of `/proc/PID/status`, in bytes. */
function memoryOf(pid: number, name: string): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const line = new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(status);
  return Number(line![1]) * 1024;
}

/** Adds fields 14 and 15 of `/proc/PID/stat`; field 2 may contain spaces. */
function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
