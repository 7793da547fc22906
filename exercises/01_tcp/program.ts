/**
 * Turns a stage into a program: it reads the flags, prints the URL, and ends on
 * Ctrl-C. This file is given: there is nothing to write here.
 *
 * @module
 */

/** The value of a flag: any text, or a whole number. */
export type FlagKind = "text" | "number";

/** The flags of a program, by name. */
export type FlagKinds = Readonly<Record<string, FlagKind>>;

/** The values of the flags that were given. */
export type FlagValues<Kinds extends FlagKinds> = {
  [Name in keyof Kinds]?: Kinds[Name] extends "number" ? number : string;
};

/** An error that the person at the keyboard can correct. */
export class UsageError extends Error {
  /** The name that error messages show. */
  override name = "UsageError";
}

/** The part of a server that {@linkcode runProgram} uses. */
export interface RunningServer {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
  /** Settles when it has stopped. */
  readonly finished: Promise<void>;
  /** Stops it. */
  shutdown(): Promise<void>;
}

/** Options of {@linkcode runProgram}. */
export interface ProgramOptions<Kinds extends FlagKinds> {
  /** The scheme of the URL that is printed; "http" by default. */
  scheme?: "http" | "tcp";
  /** The flags of the program, besides `--hostname` and `--port`. */
  flags?: Kinds;
}

/** The flags that every server of the course takes. */
export interface CommonFlags {
  /** The address to listen on. */
  hostname?: string;
  /** The port to listen on; 0 for any that is free. */
  port?: number;
}

/**
 * Runs a server as a program: reads the flags, starts it, prints its URL, and
 * shuts it down on Ctrl-C. A bad flag, a port in use or an stdout that cannot be
 * written gives one line on stderr and the exit code 1.
 *
 * @param options The program's own flags.
 * @param start Starts the server.
 */
export async function runProgram<Kinds extends FlagKinds>(
  options: ProgramOptions<Kinds>,
  start: (
    flags: FlagValues<Kinds> & CommonFlags,
  ) => RunningServer | Promise<RunningServer>,
): Promise<void> {
  const { scheme = "http", flags: ownKinds } = options;
  await runMain(async () => {
    const kinds = { hostname: "text", port: "number", ...ownKinds } as const;
    const { flags, rest } = parseFlags(Deno.args, kinds);
    if (rest.length > 0) throw new UsageError(`Unexpected "${rest[0]}"`);
    const server = await listen(
      () => start(flags as FlagValues<Kinds> & CommonFlags),
      flags as CommonFlags,
    );
    print(`${scheme}://${formatAddr(reachable(server.addr))}/`);
    await untilInterrupted(server);
  });
}

/**
 * Runs the main function of a program. A {@linkcode UsageError} gives one line
 * on stderr and the exit code 1; any other error is a defect of the program and
 * keeps its stack.
 *
 * @param main The program.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    try {
      console.error(error.message);
    } finally {
      // Even if stderr is closed too.
      Deno.exit(1);
    }
  }
}

/**
 * Reads flags, `--name value` or `--name=value`, and the other arguments.
 *
 * @param args The arguments of the program.
 * @param kinds The flags that it takes.
 * @returns The values of the flags that were given, and the other arguments.
 * @throws {UsageError} If a flag is unknown, lacks its value or has a bad one.
 */
export function parseFlags<Kinds extends FlagKinds>(
  args: readonly string[],
  kinds: Kinds,
): { flags: FlagValues<Kinds>; rest: string[] } {
  const flags: Record<string, string | number> = {};
  const rest: string[] = [];
  const queue = [...args];
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (!arg.startsWith("--")) {
      rest.push(arg);
      continue;
    }
    const [, name, inline] = /^--([^=]*)(?:=(.*))?$/s.exec(arg)!;
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds).map((name) => `--${name}`).join(", ");
      throw new UsageError(`Unknown flag "${arg}", expected one of ${known}`);
    }
    const value = inline ?? queue.shift();
    if (value === undefined) throw new UsageError(`--${name} needs a value`);
    flags[name] = kinds[name] === "number" ? parseNumber(name, value) : value;
  }
  return { flags: flags as FlagValues<Kinds>, rest };
}

/**
 * Formats an address: `127.0.0.1:8000`, `[::1]:8000`.
 *
 * @param addr The address.
 * @returns The host, in brackets if it is IPv6, and the port.
 */
export function formatAddr(
  addr: Pick<Deno.NetAddr, "hostname" | "port">,
): string {
  const { hostname, port } = addr;
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}

function parseNumber(name: string, value: string): number {
  const limit = name === "port" ? 65_535 : Number.MAX_SAFE_INTEGER;
  if (/^\d+$/.test(value) && Number(value) <= limit) return Number(value);
  throw new UsageError(
    `Cannot use --${name} "${value}": expected a whole number` +
      (name === "port" ? " from 0 to 65535" : ""),
  );
}

/** Starts the server; a {@linkcode UsageError} says why it cannot listen. */
async function listen(
  start: () => RunningServer | Promise<RunningServer>,
  { hostname = "127.0.0.1", port = 8000 }: CommonFlags,
): Promise<RunningServer> {
  try {
    return await start();
  } catch (error) {
    const where = formatAddr({ hostname, port });
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UsageError(
        `Cannot listen on ${where}: the port is in use, choose another with --port`,
      );
    }
    if (
      error instanceof Deno.errors.AddrNotAvailable ||
      error instanceof Deno.errors.PermissionDenied ||
      (error instanceof Error && /lookup address/.test(error.message))
    ) {
      throw new UsageError(`Cannot listen on ${where}: ${error.message}`);
    }
    throw error;
  }
}

/** The address for "all addresses" cannot be opened, so name this machine's. */
function reachable({ hostname, port }: Deno.NetAddr) {
  if (hostname === "0.0.0.0") return { hostname: "127.0.0.1", port };
  if (hostname === "::") return { hostname: "::1", port };
  return { hostname, port };
}

/** Prints a line; stdout may be full or closed. */
function print(line: string): void {
  try {
    console.log(line);
  } catch (error) {
    throw new UsageError(`Cannot print to stdout: ${(error as Error).message}`);
  }
}

/** Waits until the server has stopped, after Ctrl-C for instance. */
async function untilInterrupted(server: RunningServer): Promise<void> {
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  function stop() {
    // A second Ctrl-C then ends the program at once.
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
    server.shutdown();
  }
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  await server.finished;
}
