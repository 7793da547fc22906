/**
 * What turns a stage into a program: its flags, its one line that says where
 * it listens, and an end on Ctrl-C. It is given: there is nothing to write here.
 *
 * @module
 */

/** What a flag takes: any text, or a whole number. */
export type FlagKind = "text" | "number";

/** The flags of a program, by name. */
export type FlagKinds = Readonly<Record<string, FlagKind>>;

/** The values of the flags that were given. */
export type FlagValues<Kinds extends FlagKinds> = {
  [Name in keyof Kinds]?: Kinds[Name] extends "number" ? number : string;
};

/** The command line is wrong; its message is for the person who typed it. */
export class UsageError extends Error {
  /** The name that error messages show. */
  override name = "UsageError";
}

/** What {@linkcode runProgram} needs of a server. */
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
  /** The flags that the program takes beside `--hostname` and `--port`. */
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
 * shuts it down on Ctrl-C. A bad flag or a port in use is told in one line on
 * stderr, and the exit code is 1.
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
    console.log(`${scheme}://${formatAddr(reachable(server.addr))}/`);
    await untilInterrupted(server);
  });
}

/**
 * Runs the main function of a program: an error that the person at the keyboard
 * can mend is told in one line on stderr, with exit code 1; any other is a
 * defect of the program and keeps its stack.
 *
 * @param main The program.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

/**
 * Reads flags, `--name value` or `--name=value`, and what stands beside them.
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
 * An address as people write it: `127.0.0.1:8000`, `[::1]:8000`.
 *
 * @param addr The address.
 * @returns The host, in brackets where it is IPv6, and the port.
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

/** Starts the server; why it cannot listen is told in words. */
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

/** "All addresses" cannot be opened in a browser; this machine's own can. */
function reachable({ hostname, port }: Deno.NetAddr) {
  if (hostname === "0.0.0.0") return { hostname: "127.0.0.1", port };
  if (hostname === "::") return { hostname: "::1", port };
  return { hostname, port };
}

/** Waits for the server's end; the first Ctrl-C asks for it. */
async function untilInterrupted(server: RunningServer): Promise<void> {
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  function stop() {
    // The second Ctrl-C has its usual effect, should the shutdown take long.
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
    server.shutdown();
  }
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  await server.finished;
}
