/**
 * Named pipes between a test and the programs that the server starts: a program
 * waits until the test lets it continue, and the test learns when the last program
 * has ended. No test has to wait for a fixed time.
 *
 * @module
 */

import { within } from "./clock.ts";
import { SILENCE_MS } from "./connection.ts";
import { Failure, type Lesson } from "./failure.ts";
import type { TempDir } from "./temp_dir.ts";

/** A gate at which programs wait. It opens at the latest with its disposal. */
export class Gate implements AsyncDisposable {
  /** A line for a script of sh: it waits here until the gate is open. */
  readonly wait: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.wait = `read pass < '${path}'`;
    this.#file = file;
  }

  /**
   * Creates a closed gate.
   *
   * @param directory The directory of the pipe.
   * @param name The file name of the pipe.
   * @returns The gate; dispose of it before the directory, `await using`.
   */
  static async create(directory: TempDir, name = "gate"): Promise<Gate> {
    const path = await makeFifo(directory, name);
    return new Gate(path, await openBoth(path));
  }

  /** Opens it, for later programs too. */
  async open(): Promise<void> {
    await this.letPass(200);
  }

  /**
   * Lets some programs continue, and stays closed for the others.
   *
   * @param count The number of programs that wait, or will wait.
   */
  async letPass(count: number): Promise<void> {
    await this.#file.write(new TextEncoder().encode("pass\n".repeat(count)));
  }

  /** Removes it, so that all waiting programs continue. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
    return Promise.resolve();
  }
}

/**
 * Shows whether a program, or any program that it has started, still runs. It does
 * not depend on process ids, which can be reused.
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
 * await life.expectReleased("both programs have ended");
 * ```
 */
export class Lifeline implements AsyncDisposable {
  /** A line for a script of sh: it and its children then hold the lifeline. */
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
   * Creates a lifeline that no program holds yet.
   *
   * @param directory The directory of the pipe.
   * @param name The holder, for the failure message: "the program".
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
   * @param count The number of further programs; 1 by default.
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
   * Expects that all holders have ended, or end within the deadline.
   *
   * @param expected What was expected, in one sentence.
   * @param lesson The reason, and the likely cause.
   */
  async expectReleased(expected: string, lesson: Lesson = {}): Promise<void> {
    // The end of file comes only when no process can write, this one included.
    this.#writer?.close();
    this.#writer = undefined;
    const giveUp = Date.now() + SILENCE_MS;
    for (let count: number | null | "late" = 1; count !== null;) {
      count = await this.#read(giveUp - Date.now());
      if (count !== "late") continue;
      throw new Failure(`${this.#name} still runs`, { expected, ...lesson });
    }
  }

  /** Closes the pipe. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#writer ??= await Deno.open(this.#path, { write: true });
    // A read cannot be cancelled, but a byte ends it.
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

/** Opens both ends: opening one would block until the other is opened. */
function openBoth(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { read: true, write: true });
}
