/**
 * Named pipes between a test and the programs that a server starts for it: a
 * program waits until the test lets it go on, and the test knows when the last
 * of them has gone. Nobody has to guess how long anything takes.
 *
 * @module
 */

import { within } from "./clock.ts";
import { SILENCE_MS } from "./connection.ts";
import { Failure, type Lesson } from "./failure.ts";
import type { TempDir } from "./temp_dir.ts";

/** A gate at which programs wait. It opens once, and at the end of its block. */
export class Gate implements AsyncDisposable {
  /** A line for a script of sh: it waits here until the gate is open. */
  readonly wait: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.wait = `read pass < '${path}'`;
    this.#file = file;
  }

  /**
   * Makes one that is closed.
   *
   * @param directory Where the pipe is made.
   * @param name Its name there.
   * @returns The gate; dispose of it before the directory, `await using`.
   */
  static async create(directory: TempDir, name = "gate"): Promise<Gate> {
    const path = await makeFifo(directory, name);
    return new Gate(path, await openBoth(path));
  }

  /** Opens it, also for who comes later. */
  async open(): Promise<void> {
    await this.#file.write(new TextEncoder().encode("pass\n".repeat(200)));
  }

  /** Removes it: whoever still waits goes on. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
    return Promise.resolve();
  }
}

/**
 * What a program and all that it starts hold as long as they live, whatever
 * becomes of their process ids.
 *
 * @example
 * ```ts
 * import { Lifeline, TempDir } from "./mod.ts";
 *
 * await using directory = await TempDir.create();
 * await using life = await Lifeline.create(directory);
 * const args = ["-c", `${life.hold}; sleep 60 & sleep 60`];
 * const child = new Deno.Command("sh", { args, detached: true }).spawn();
 * await life.held();
 * Deno.kill(-child.pid, "SIGKILL");
 * await child.status;
 * await life.expectReleased("both programs have gone");
 * ```
 */
export class Lifeline implements AsyncDisposable {
  /** A line for a script of sh: it takes hold, and what it starts holds too. */
  readonly hold: string;
  readonly #name: string;
  readonly #path: string;
  readonly #reader: Deno.FsFile;
  #writer: Deno.FsFile | undefined;
  #pending: Promise<number | null> | undefined;
  readonly #buffer = new Uint8Array(1);

  private constructor(
    name: string,
    path: string,
    writer: Deno.FsFile,
    reader: Deno.FsFile,
  ) {
    this.hold = `exec 9> '${path}'; echo >&9`;
    this.#name = name;
    this.#path = path;
    this.#writer = writer;
    this.#reader = reader;
  }

  /**
   * Makes one that nobody holds.
   *
   * @param directory Where the pipe is made.
   * @param name Who will hold it: "the program".
   * @returns The lifeline; dispose of it before the directory, `await using`.
   */
  static async create(
    directory: TempDir,
    name = "the program",
  ): Promise<Lifeline> {
    const path = await makeFifo(directory, `life of ${name}`);
    const writer = await openBoth(path);
    return new Lifeline(name, path, writer, await Deno.open(path));
  }

  /**
   * Waits until programs hold it.
   *
   * @param count How many more; 1 by default.
   */
  async held(count = 1): Promise<void> {
    for (let more = count; more > 0; more--) {
      if (await this.#read(SILENCE_MS) === 1) continue;
      throw new Failure(`${this.#name} has not started`, {
        expected: "the server runs the program",
      });
    }
  }

  /**
   * Expects that all who held it have gone, or go within the deadline.
   *
   * @param expected What was expected, in one sentence.
   * @param lesson Why, and the usual cause.
   */
  async expectReleased(expected: string, lesson: Lesson = {}): Promise<void> {
    // As long as the test could write, there would be no end of file.
    this.#writer?.close();
    this.#writer = undefined;
    const giveUp = Date.now() + SILENCE_MS;
    for (let count: number | null | "late" = 1; count !== null;) {
      count = await this.#read(giveUp - Date.now());
      if (count !== "late") continue;
      throw new Failure(`${this.#name} still runs`, { expected, ...lesson });
    }
  }

  /** Lets go of it, at the end of its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#writer ??= await Deno.open(this.#path, { write: true });
    // A read cannot be cancelled, but it can be given something.
    while (this.#pending) {
      await this.#writer.write(new Uint8Array(1));
      await this.#read(SILENCE_MS);
    }
    this.#writer.close();
    this.#reader.close();
  }

  async #read(ms: number): Promise<number | null | "late"> {
    this.#pending ??= this.#reader.read(this.#buffer);
    const count = await within(this.#pending, ms, "late" as const);
    if (count !== "late") this.#pending = undefined;
    return count;
  }
}

async function makeFifo(directory: TempDir, name: string): Promise<string> {
  const path = directory.resolve(name);
  const { success } = await new Deno.Command("mkfifo", { args: [path] })
    .output();
  if (!success) throw new Error(`Cannot make the pipe "${path}"`);
  return path;
}

/** To open only one end would be to wait for who opens the other. */
function openBoth(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { read: true, write: true });
}
