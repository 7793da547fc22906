/**
 * A running program: its input, its output, and its end. It ends by itself, or
 * it is stopped: by the time limit, or because nobody waits for it any more.
 *
 * A program may start others. All of them are one process group, which is
 * killed as a whole when the program has ended, in whatever way. On Windows,
 * which has no process groups, only the program itself is killed.
 *
 * @module
 */

import { type Bytes, HttpError } from "../02_http/types.ts";
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
  /** What the program reads from its stdin. */
  body: ReadableStream<Bytes> | null;
  /** How long it may run, in milliseconds. */
  timeoutMs: number;
  /** Stops the program when it aborts. */
  signal: AbortSignal;
  /** Takes one line per line of stderr, and what there is to say of the end. */
  log(line: string): void;
}

/** A program that has been started. */
export class ScriptProcess {
  /** Settles when the program has ended and all it has written to stderr is logged. */
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
   * @throws {Error} What the operating system has against it.
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
   * Reads what the program has written to stdout, or waits for it.
   *
   * @returns Some bytes; `null` when the program has ended.
   * @throws {unknown} The reason why it was stopped.
   * @throws {ScriptError} If it was killed: then its output is not complete.
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
   * @returns Settles when it is over.
   */
  async stop(reason: unknown): Promise<void> {
    if (this.#stopped === undefined) {
      this.#stopped = { reason };
      if (this.#status === undefined) this.#kill();
      await this.#stdout.cancel();
    }
    await this.ended;
  }

  /** Waits for the end of the program, and sees to it that there is one. */
  async #watch({ timeoutMs, signal, log }: ScriptProcessOptions) {
    const onAbort = () => this.stop(signal.reason);
    signal.addEventListener("abort", onAbort);
    const timer = setTimeout(() => {
      log(`stopped after ${timeoutMs} ms`);
      this.stop(new HttpError(504, "The program has not answered in time"));
    }, timeoutMs);
    this.#status = await this.#child.status;
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    // Nobody waits for what it has left running. The number of the group is not
    // given to another as long as one process is in it.
    if (hasProcessGroups) this.#kill();
  }

  /**
   * Writes the body to stdin. A program need not read it: that the pipe breaks
   * is no error. That the body breaks is one.
   */
  async #feed(body: ReadableStream<Bytes>, exited: Promise<void>) {
    const reader = body.getReader();
    const stdin = this.#child.stdin.getWriter();
    // What is left of the body is the engine's: it may want to read past it.
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
      // The group has vanished; macOS says so in other words.
      if (
        !(error instanceof Deno.errors.NotFound) &&
        !(error instanceof Deno.errors.PermissionDenied)
      ) throw error;
    }
    if (this.#status !== undefined) return;
    try {
      // It may not have come to make its group yet.
      this.#child.kill("SIGKILL");
    } catch (error) {
      // Or it has ended, and the news of it is on its way.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
