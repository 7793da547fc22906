/**
 * The learner's server, in the background of `watch`.
 *
 * @module
 */

import { onInterrupt } from "../interrupt.ts";
import { folderOf, ROOT } from "../layout.ts";
import { killFamily } from "../processes.ts";
import type { Stage } from "../stages.ts";

/** How many lines of the output are kept. */
const MAX_LINES = 1000;

/** A running server. */
export class LearnerServer implements Disposable {
  /** What it has printed. */
  readonly lines: string[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #interrupt: Disposable;

  /**
   * Starts the server of a stage, on port 8000 if that is free.
   *
   * @param stage The stage.
   * @param onLine Called after each line that it prints.
   */
  constructor(stage: Stage, onLine: () => void) {
    const server = `${ROOT}${folderOf(stage)}/server.ts`;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", server, "--port", `${freePort()}`],
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

/** What a server prints must not move the cursor. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, "\ufffd");
}

/** Port 8000, or any other if a server listens there. */
function freePort(): number {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: 8000 }).close();
    return 8000;
  } catch {
    return 0;
  }
}
