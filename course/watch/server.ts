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

/** How many lines of the output are kept. */
const MAX_LINES = 1000;

/** A program that runs in the background. */
export class BackgroundProgram implements Disposable {
  /** Its output. */
  readonly lines: string[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #interrupt: Disposable;

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
    this.#interrupt = onInterrupt(() => killFamily(this.#child.pid));
    this.#collect(this.#child.stdout, onLine);
    this.#collect(this.#child.stderr, onLine);
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#interrupt[Symbol.dispose]();
    killFamily(this.#child.pid);
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
 * @returns Its module and its arguments: port 8000 if that is free.
 */
export function serverCommand(stage: Stage): string[] {
  const server = `${ROOT}${folderOf(stage)}/server.ts`;
  return [server, "--port", `${freePort(8000)}`];
}

/**
 * The command of the wire lab around the learner's server.
 *
 * @param stage The stage.
 * @returns Its module and its arguments: ports 8000 and 8001 if they are free.
 */
export function labCommand(stage: Stage): string[] {
  const ports = ["--port", `${freePort(8000)}`, "--page-port"];
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
