/**
 * A child process that serves the site, as its parent sees it.
 *
 * @module
 */

import { UsageError } from "../../solutions/01_tcp/program.ts";

/** The permissions that a process can have, as Deno's flags name them. */
const PERMISSIONS = [
  "env",
  "ffi",
  "net",
  "read",
  "run",
  "sys",
  "write",
] as const;

/** A process that serves on the port of its parent. */
export class Child {
  readonly #process: Deno.ChildProcess;
  readonly #output: AsyncGenerator<string>;
  #unlogged = "";
  #isStopping = false;

  /**
   * Starts the process.
   *
   * @param flags Its flags, by their names; an undefined flag is left out.
   */
  constructor(flags: Readonly<Record<string, string | number | undefined>>) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: childArgs(flags),
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#output = completeLines(this.#process.stdout);
  }

  /**
   * Waits until it listens, which its first line says.
   *
   * @throws {UsageError} If it ends before.
   */
  async listening(): Promise<void> {
    const { value, done } = await this.#output.next();
    if (done) {
      throw new UsageError(`${await this.#describeEnd()} before it listened`);
    }
    const [, ...lines] = value.split("\n");
    this.#unlogged = lines.join("\n");
  }

  /** Logs the lines of the process until it ends. */
  async ended(): Promise<void> {
    if (this.#unlogged !== "") console.log(this.#unlogged);
    for await (const lines of this.#output) console.log(lines);
    const end = await this.#describeEnd();
    if (!this.#isStopping) console.log(end);
  }

  /** Tells it to finish its requests, and to end. */
  stop(): void {
    this.#isStopping = true;
    // The process may have ended already.
    this.#process.stdin.close().catch(() => {});
  }

  async #describeEnd(): Promise<string> {
    const { code, signal } = await this.#process.status;
    const how = signal === null
      ? `ended with code ${code}`
      : `was killed by ${signal}`;
    return `Process ${this.#process.pid} ${how}`;
  }
}

/**
 * The command line of a child. It gets the permissions of this process, except
 * partial ones, because Deno does not tell what they are limited to.
 */
function childArgs(
  flags: Readonly<Record<string, string | number | undefined>>,
): string[] {
  const permissions = PERMISSIONS.filter((name) => {
    const { state, partial } = Deno.permissions.querySync({ name });
    return state === "granted" && !partial;
  });
  return [
    "run",
    "--quiet",
    "--unstable-net",
    ...permissions.map((name) => `--allow-${name}`),
    import.meta.resolve("./child_main.ts"),
    ...Object.entries(flags).filter(([, value]) => value !== undefined)
      .map(([name, value]) => `--${name}=${value}`),
  ];
}

/**
 * Yields complete lines as soon as they arrive. Lines that arrive together stay
 * together, so that the parent, which also serves, logs them in one write.
 */
async function* completeLines(
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
