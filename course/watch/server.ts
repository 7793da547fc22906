/**
 * A program in the background of `watch`: the learner's server, or the wire lab
 * around it.
 *
 * @module
 */

import { printable } from "../failure_view.ts";
import { onInterrupt } from "../interrupt.ts";
import { folderOf, ROOT } from "../layout.ts";
import { killFamily } from "../processes.ts";
import type { Stage } from "../stages.ts";
import { WATCH } from "../texts.ts";

/** Where the learner's server listens, unless the port is taken. */
export const SERVER_PORT = 8000;

/** How many lines of the output are kept. */
const MAX_LINES = 1000;

/** A program that runs in the background. */
export class BackgroundProgram implements Disposable {
  /** Its output. */
  readonly lines: string[] = [];
  /** Settles when it has ended. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #child: Deno.ChildProcess;
  readonly #interrupt: Disposable;
  #isDisposed = false;

  /**
   * Starts a program.
   *
   * @param args Its module and its arguments.
   * @param onLine Called after each line that it prints.
   */
  constructor(args: readonly string[], onLine: () => void) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", ...args],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
      detached: Deno.build.os !== "windows",
    }).spawn();
    this.ended = this.#child.status;
    this.#interrupt = onInterrupt(() => killFamily(this.#child.pid));
    const outputs = [this.#child.stdout, this.#child.stderr]
      .map((stream) => this.#collect(stream, onLine));
    this.#reportEnd(outputs, onLine);
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#interrupt[Symbol.dispose]();
    killFamily(this.#child.pid);
  }

  /** Reports an end that no key has asked for, below the last line. */
  async #reportEnd(
    outputs: readonly Promise<void>[],
    onLine: () => void,
  ): Promise<void> {
    const { code } = await this.ended;
    await Promise.all(outputs);
    if (this.#isDisposed) return;
    this.lines.push("", WATCH.ended(code));
    onLine();
  }

  async #collect(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    onLine: () => void,
  ): Promise<void> {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!.slice(-1000);
      this.lines.push(...lines.map(printable));
      this.lines.splice(0, this.lines.length - MAX_LINES);
      onLine();
    }
  }
}

/**
 * The command of the learner's server.
 *
 * @param stage The stage.
 * @returns Its module and its arguments; the port comes last, 0 for any.
 */
export function serverCommand(stage: Stage): string[] {
  const server = `${ROOT}${folderOf(stage)}/server.ts`;
  return [server, "--port", `${freePort(SERVER_PORT)}`];
}

/**
 * The command of the wire lab around the learner's server.
 *
 * @param stage The stage.
 * @returns Its module and its arguments: ports 8000 and 8001 if they are free.
 */
export function labCommand(stage: Stage): string[] {
  const ports = ["--port", `${freePort(SERVER_PORT)}`, "--page-port"];
  return [`${ROOT}lab/main.ts`, stage.id, ...ports, `${freePort(8001)}`];
}

/** The port, or 0 for any other if a server listens there. */
function freePort(port: number): number {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return port;
  } catch {
    return 0;
  }
}
