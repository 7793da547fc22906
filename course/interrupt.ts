/**
 * Ctrl-C ends a command together with everything that it has started, and leaves
 * the terminal as it was before.
 *
 * @module
 */

import { EXIT } from "./run_main.ts";

const cleanups = new Set<() => void>();

/**
 * Does something when the command is interrupted.
 *
 * @param cleanup The function to call; it must not wait.
 * @returns The registration; dispose of it to end it.
 */
export function onInterrupt(cleanup: () => void): Disposable {
  cleanups.add(cleanup);
  return { [Symbol.dispose]: () => void cleanups.delete(cleanup) };
}

/** Ends the program as Ctrl-C does. */
export function interrupt(): never {
  cleanUp();
  Deno.exit(EXIT.interrupted);
}

/** The latest first: the terminal was taken over before tests were started. */
function cleanUp(): void {
  for (const cleanup of [...cleanups].reverse()) cleanup();
}

/** Lets the signals that end a program do the same, and a defect of ours. */
export function handleSignals(): void {
  addEventListener("unhandledrejection", cleanUp);
  addEventListener("error", cleanUp);
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, interrupt);
}
