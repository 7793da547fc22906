/**
 * `deno task course watch --json`, and the events that it prints.
 *
 * @module
 */

import { within } from "../../kit/mod.ts";
import type { TinyCourse } from "./tiny_course.ts";

/** How long to wait for an event, in milliseconds. */
const DEADLINE_MS = 15_000;

/** One line of the output. */
export interface WatchEvent {
  /** Its kind: "verdict", "types", "missing" or "broken". */
  readonly event: string;
  /** The stage. */
  readonly stage: string;
  /** The task. */
  readonly task: number;
  /** Whether its tests pass. */
  readonly passed: boolean;
  /** The first failure. */
  readonly failure?: { readonly test?: string; readonly message: string };
  /** The files that are missing. */
  readonly missing: readonly string[];
  /** The earlier tasks that fail now. */
  readonly broken: readonly number[];
  /** The type errors. */
  readonly typeProblems?: readonly { readonly line: number }[];
  /** The tests of the task. */
  readonly tests?: readonly { readonly status: string }[];
  /** How long the tests took, in seconds. */
  readonly seconds?: number;
}

/** A running `watch --json`. */
export class Watcher implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #events: WatchEvent[] = [];
  readonly #finished: Promise<void>;
  #wake: () => void = () => {};

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#finished = this.#collect();
  }

  /**
   * Starts one.
   *
   * @param course The course.
   * @param args More arguments.
   * @returns The watcher.
   */
  static start({ root }: Pick<TinyCourse, "root">, ...args: string[]): Watcher {
    const main = `${root}/course/main.ts`;
    return new Watcher(
      new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "-A", main, "watch", "--json", ...args],
        cwd: root,
        stdin: "null",
        stdout: "piped",
      }).spawn(),
    );
  }

  /**
   * Waits for an event; those before it are dropped.
   *
   * @param name Which one.
   * @returns The event.
   */
  async next(name: string): Promise<WatchEvent> {
    const giveUp = Date.now() + DEADLINE_MS;
    for (;;) {
      const index = this.#events.findIndex(({ event }) => event === name);
      if (index >= 0) return this.#events.splice(0, index + 1).at(-1)!;
      const left = giveUp - Date.now();
      if (left <= 0) throw new Error(`No event "${name}"`);
      const woken = new Promise<void>((resolve) => this.#wake = resolve);
      await within(woken, left, undefined);
    }
  }

  /**
   * How many events have not been looked at.
   *
   * @param name Which ones.
   * @returns Their number.
   */
  pending(name: string): number {
    return this.#events.filter(({ event }) => event === name).length;
  }

  /** Ends it as Ctrl-C does. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGINT");
    await this.#child.status;
    await this.#finished;
  }

  async #collect(): Promise<void> {
    let rest = "";
    const output = this.#child.stdout.pipeThrough(new TextDecoderStream());
    for await (const text of output) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      this.#events.push(...lines.map((line) => JSON.parse(line)));
      this.#wake();
    }
  }
}
