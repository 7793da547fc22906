/**
 * Starts the server under test as a program, as a person would.
 *
 * @module
 */

import { within } from "./clock.ts";
import { Connection, type ConnectOptions } from "./connection.ts";
import { Failure } from "./failure.ts";
import { notDoneYet } from "./learner_error.ts";
import { currentRun } from "./task_run.ts";

/** How long a program may take to print its URL, in milliseconds. */
const START_MS = 15_000;

/** How long it may take to end after Ctrl-C, in milliseconds. */
const END_MS = 5000;

/** How a program ended. */
export interface Ending {
  /** Its exit code. */
  readonly code: number;
  /** The signal that ended it, if any. */
  readonly signal: Deno.Signal | null;
  /** Its output on stdout. */
  readonly stdout: string;
  /** Its output on stderr. */
  readonly stderr: string;
}

/** A server that runs as a program. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #ending: Promise<Ending>;
  #stdout = "";
  #stderr = "";
  #wake: () => void = () => {};
  readonly #log: string[];

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    // A failure shows the last lines, whichever program has printed them.
    this.#log = currentRun()?.log as string[] | undefined ?? [];
    this.#ending = this.#watch();
  }

  /**
   * Starts a module with `deno run -A`.
   *
   * @param url The module: `import.meta.resolve("./server.ts")`.
   * @param args Its arguments.
   * @param cwd The working directory; a temporary one may show assumptions.
   * @returns The program, which may not listen yet.
   */
  static start(url: string, args: string[] = [], cwd?: string): Program {
    return new Program(
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--quiet", url, ...args],
        cwd,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        env: { NO_COLOR: "1" },
      }).spawn(),
    );
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Its output on stdout so far. */
  get stdout(): string {
    return this.#stdout;
  }

  /** Its output on stderr so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /**
   * Waits for the line with the URL.
   *
   * @returns The URL that it prints.
   */
  async url(): Promise<URL> {
    return new URL(await this.line(/^\w+:\/\/\S+$/m, "URL", START_MS));
  }

  /**
   * Waits for a line on stdout.
   *
   * @param pattern The pattern of the line.
   * @param what The purpose of the line, for the failure message.
   * @param deadlineMs How long to wait, in milliseconds; 5000 by default.
   * @returns The text that the pattern has matched.
   */
  async line(
    pattern: RegExp,
    what: string,
    deadlineMs = END_MS,
  ): Promise<string> {
    const giveUp = Date.now() + deadlineMs;
    let isOver = false;
    this.#ending.then(() => {
      isOver = true;
      this.#wake();
    });
    for (;;) {
      const match = pattern.exec(this.#stdout);
      if (match) return match[0];
      const left = giveUp - Date.now();
      if (isOver || left <= 0) throw this.#failed(`printed no ${what}`);
      const woken = new Promise<void>((resolve) => this.#wake = resolve);
      await within(woken, left, undefined);
    }
  }

  /**
   * Connects to the address of its URL.
   *
   * @param options What the connection is for.
   * @returns The connection.
   */
  async connect(options: ConnectOptions = {}): Promise<Connection> {
    const { hostname, port } = await this.url();
    const addr = { transport: "tcp", hostname, port: Number(port) } as const;
    return await Connection.open(addr, options);
  }

  /**
   * Waits until it ends.
   *
   * @param deadlineMs How long to wait, in milliseconds; 5000 by default.
   * @returns How it ended.
   */
  async ending(deadlineMs = END_MS): Promise<Ending> {
    const late = Symbol();
    const ending = await within(this.#ending, deadlineMs, late);
    if (ending === late) {
      throw this.#failed(`has not ended within ${deadlineMs} ms`);
    }
    // A stub that is not done yet ends, too, but not as the test wants.
    if (notDoneYet(this.#stderr)) throw this.#failed("is not done yet");
    return ending as Ending;
  }

  /**
   * Presses Ctrl-C and waits for the end.
   *
   * @returns How it ended.
   */
  async interrupt(): Promise<Ending> {
    this.#child.kill("SIGINT");
    return await this.ending();
  }

  /** Kills it if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#ending;
  }

  async #watch(): Promise<Ending> {
    const [status] = await Promise.all([
      this.#child.status,
      this.#collect(this.#child.stdout, (text) => {
        this.#stdout += text;
      }, this.#log),
      this.#collect(this.#child.stderr, (text) => this.#stderr += text),
    ]);
    const { code, signal } = status;
    return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
  }

  async #collect(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    add: (text: string) => void,
    log: string[] = [],
  ): Promise<void> {
    let line = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      add(text);
      const lines = (line + text).split("\n");
      line = lines.pop()!;
      log.push(...lines);
      this.#wake();
    }
  }

  #failed(what: string): Failure {
    const undone = notDoneYet(this.#stderr);
    const thrown = undone === undefined
      ? undefined
      : Object.assign(new Error(undone), { stack: this.#stderr });
    const shown = (text: string) => text.trimEnd() || "nothing";
    return new Failure(`the program ${what}`, {
      thrown,
      expected: "the program prints its URL on stdout, and ends on Ctrl-C",
      rows: [
        ["stdout", shown(this.#stdout)],
        ["stderr", shown(this.#stderr)],
      ],
    });
  }
}
