/**
 * Runs Deno as a program in a group of its own, within limits, and ends every
 * process that it leaves.
 *
 * @module
 */

import { within } from "../kit/mod.ts";
import { onInterrupt } from "./interrupt.ts";
import { killFamily } from "./processes.ts";

/** Where to run it, and within which limits. */
export interface DenoOptions {
  /** The working directory. */
  cwd: string;
  /** Ends it, and everything that it has started. */
  signal?: AbortSignal;
  /** How long it may take, in milliseconds; without a limit by default. */
  limitMs?: number;
  /** How many bytes it may print; without a limit by default. */
  maxOutputBytes?: number;
}

/** How it ended. */
export interface DenoResult {
  /** Its stdout, then its stderr; the middle may be left out. */
  readonly output: string;
  /** The limit that ended it, or "signal" if another process did. */
  readonly cut?: "time" | "output" | "signal";
}

/** How much output is kept: half of it from the start, half from the end. */
const KEPT_CHARACTERS = 1024 * 1024;

/** How long to read on after the end, in milliseconds. */
const AFTERWARDS_MS = 500;

/**
 * Runs Deno to its end.
 *
 * @param args Its arguments.
 * @param options Where to run it, and within which limits.
 * @returns How it ended.
 * @throws {DOMException} If the signal has ended it.
 */
export async function runDeno(
  args: readonly string[],
  options: DenoOptions,
): Promise<DenoResult> {
  const { cwd, signal, limitMs, maxOutputBytes = Infinity } = options;
  signal?.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
    detached: Deno.build.os !== "windows",
  }).spawn();
  let cut: DenoResult["cut"];
  let total = 0;
  const end = () => killFamily(child.pid);
  const onBytes = (count: number) => {
    total += count;
    if (total <= maxOutputBytes || cut) return;
    cut = "output";
    end();
  };
  using _ = onInterrupt(end);
  signal?.addEventListener("abort", end);
  const outputs = [
    new Output(child.stdout, onBytes),
    new Output(child.stderr, onBytes),
  ];
  const late = Symbol();
  if (await within(child.status, limitMs ?? NO_LIMIT_MS, late) === late) {
    cut = "time";
  }
  signal?.removeEventListener("abort", end);
  end();
  const { signal: killedBy } = await child.status;
  if (killedBy !== null) cut ??= "signal";
  // A program that has left the family may keep the pipes open.
  const finished = Promise.all(outputs.map(({ finished }) => finished));
  await within(finished, AFTERWARDS_MS, undefined);
  signal?.throwIfAborted();
  return { output: outputs.map(({ text }) => text).join("\n"), cut };
}

/** The longest time that a timer takes. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** The output of a program, of which only the start and the end are kept. */
class Output {
  readonly finished: Promise<void>;
  #head = "";
  #tail = "";

  constructor(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    onBytes: (count: number) => void,
  ) {
    this.finished = this.#collect(stream, onBytes);
  }

  get text(): string {
    return this.#head + this.#tail;
  }

  async #collect(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    onBytes: (count: number) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      onBytes(chunk.length);
      const text = decoder.decode(chunk, { stream: true });
      if (this.#head.length < KEPT_CHARACTERS / 2) this.#head += text;
      else this.#tail = (this.#tail + text).slice(-KEPT_CHARACTERS / 2);
    }
  }
}
