/**
 * A running program: its input, its output, and its end. It runs to its end,
 * or it is stopped: at the time limit, or when its client has gone.
 *
 * A program may start other programs. All of them are one process group. When the
 * program has ended, the whole group is killed. Windows has no process groups:
 * there only the program itself is killed.
 *
 * @module
 */

import { type Bytes, HttpError } from "../02_http/types.ts";
import { startTimer } from "../02_http/wait_budget.ts";
import { PipeReader } from "./pipe_reader.ts";
import { hasProcessGroups, inProcessGroup } from "./process_group.ts";
import type { ScriptCommand } from "./script_command.ts";
import { ScriptError } from "./script_error.ts";
import { logLines } from "./stderr_log.ts";

/** Options of {@linkcode ScriptProcess}. */
export interface ScriptProcessOptions {
  /** The working directory. */
  cwd: string;
  /** The whole environment. */
  env: Record<string, string>;
  /** The bytes for its stdin. */
  body: ReadableStream<Bytes> | null;
  /** How long it may run, in milliseconds. */
  timeoutMs: number;
  /** Stops the program when it aborts. */
  signal: AbortSignal;
  /**
   * Takes one line for each line of stderr, and one if the program fails. It must
   * not throw.
   */
  log(line: string): void;
}

/** A program that has been started. */
export class ScriptProcess {
  /** Settles when the program has ended and all of its stderr has been logged. */
  readonly ended: Promise<void>;
  readonly #child: Deno.ChildProcess;
  readonly #stdout: PipeReader;
  #status: Deno.CommandStatus | undefined;
  #stopped: { reason: unknown } | undefined;

  /**
   * Starts a program.
   *
   * @param command The program.
   * @param options Its environment, its input and its limits.
   * @throws {Error} If the operating system cannot start it.
   */
  constructor(command: ScriptCommand, options: ScriptProcessOptions) {
    const { cwd, env, body, log } = options;
    const { executable, args, detached } = inProcessGroup(command);
    this.#child = new Deno.Command(executable, {
      args,
      cwd,
      env,
      clearEnv: true,
      detached,
      stdin: body === null ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const exited = this.#watch(options);
    this.#stdout = new PipeReader(this.#child.stdout, exited);
    const logged = logLines(new PipeReader(this.#child.stderr, exited), log);
    if (body !== null) this.#feed(body, exited);
    this.ended = Promise.all([exited, logged]).then(() => {
      const { code, signal } = this.#status!;
      if (this.#stopped === undefined && code !== 0) {
        log(signal === null ? `ended with code ${code}` : `died of ${signal}`);
      }
    });
  }

  /**
   * Reads some bytes from the program's stdout, and waits until there are some.
   *
   * @returns Some bytes; `null` when the program has ended.
   * @throws {unknown} The reason, if the program was stopped.
   * @throws {ScriptError} If it was killed: then its output is incomplete.
   */
  async read(): Promise<Bytes | null> {
    const chunk = await this.#stdout.read();
    if (chunk !== null && this.#stopped === undefined) return chunk;
    await this.ended;
    if (this.#stopped !== undefined) throw this.#stopped.reason;
    const { signal } = this.#status!;
    if (signal !== null) throw new ScriptError(`Cannot read on: ${signal}`);
    return null;
  }

  /**
   * Kills the program, unless it has ended, and closes its output.
   *
   * @param reason What {@linkcode read} throws from now on.
   * @returns Settles when the program has ended.
   */
  async stop(reason: unknown): Promise<void> {
    if (this.#stopped === undefined) {
      this.#stopped = { reason };
      if (this.#status === undefined) this.#kill();
      await this.#stdout.cancel();
    }
    await this.ended;
  }

  /** Waits for the end of the program, and forces it if necessary. */
  async #watch({ timeoutMs, signal, log }: ScriptProcessOptions) {
    const onAbort = () => this.stop(signal.reason);
    signal.addEventListener("abort", onAbort);
    const timer = startTimer(timeoutMs, () => {
      log(`stopped after ${timeoutMs} ms`);
      this.stop(new HttpError(504, "The program did not answer in time"));
    });
    this.#status = await this.#child.status;
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    // Kill what it has left running. As long as one process is in the group, no
    // other group can get its number.
    if (hasProcessGroups) this.#kill();
  }

  /**
   * Writes the body to stdin. A program need not read it, so a broken pipe is not
   * an error. A body that breaks off is one.
   */
  async #feed(body: ReadableStream<Bytes>, exited: Promise<void>) {
    const reader = body.getReader();
    const stdin = this.#child.stdin.getWriter();
    // The rest of the body belongs to the engine, which may have to skip it.
    exited.then(() => reader.releaseLock());
    try {
      for (;;) {
        const { value } = await reader.read().catch((error) => {
          if (this.#status === undefined) this.stop(error);
          return { value: undefined };
        });
        if (value === undefined) break;
        await stdin.write(value);
      }
      await stdin.close();
    } catch {
      // The program has closed its stdin, or has ended.
    }
  }

  #kill(): void {
    try {
      if (hasProcessGroups) Deno.kill(-this.#child.pid, "SIGKILL");
    } catch (error) {
      // The group has vanished. macOS reports that as a lack of permission.
      if (
        !(error instanceof Deno.errors.NotFound) &&
        !(error instanceof Deno.errors.PermissionDenied)
      ) throw error;
    }
    if (this.#status !== undefined) return;
    try {
      // It may not have made its group yet.
      this.#child.kill("SIGKILL");
    } catch (error) {
      // Or it has just ended, and its status has not arrived yet.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
