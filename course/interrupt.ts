/**
 * Ctrl-C: whatever a command has started ends with it, and the terminal is as it
 * was before.
 *
 * @module
 */

import { EXIT } from "./run_main.ts";

const cleanups = new Set<() => void>();

/**
 * Does something when the command is interrupted.
 *
 * @param cleanup What to do; it must not wait.
 * @returns What takes it back.
 */
export function onInterrupt(cleanup: () => void): Disposable {
  cleanups.add(cleanup);
  return { [Symbol.dispose]: () => void cleanups.delete(cleanup) };
}

/** Ends the program as Ctrl-C does. */
export function interrupt(): never {
  // The latest first: the terminal was taken over before tests were started.
  for (const cleanup of [...cleanups].reverse()) cleanup();
  Deno.exit(EXIT.interrupted);
}

/** Lets the signals that end a program do the same. */
export function handleSignals(): void {
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, interrupt);
}
