/**
 * Notices code that never returns to the event loop. Such a loop stops the
 * deadlines of the test too, so a worker watches from outside, and Deno's own
 * time limit ends the test.
 *
 * @module
 */

import { endlessLoop, type TestPlace } from "./message.ts";
import type { Transcript } from "./transcript.ts";

const startInterval = globalThis.setInterval;
const stopInterval = globalThis.clearInterval;

/** How often a test says that its event loop turns, in milliseconds. */
const BEAT_MS = 200;

/** More bytes than these are not shown in the message about a loop. */
const MAX_BYTES = 2000;

/** The number of the running test, or 0; and how often it has said so. */
const state: Int32Array = new Int32Array(new SharedArrayBuffer(8));

/** A message to the worker. */
export interface WatchdogNote {
  /** The state that it watches. */
  readonly state?: Int32Array;
  /** The text to print if the event loop stops turning. */
  readonly message?: string;
}

let worker: Worker | undefined;
let running: { title: string; place: TestPlace } | undefined;
let tests = 0;

/**
 * Starts the worker, outside of any test: Deno would count it as a leak there.
 * It ends with the test file.
 */
export function startWatchdog(): void {
  if (worker) return;
  const url = new URL("./watchdog_worker.js", import.meta.url);
  worker = new Worker(url, { type: "module" });
  tell({ state });
}

/**
 * Watches one test.
 *
 * @param title The name of the test.
 * @param place The place of the test.
 * @returns Ends the watch.
 */
export function watchLoop(title: string, place: TestPlace): Disposable {
  running = { title, place };
  tell({ message: endlessLoop(title, place, []) });
  state[0] = ++tests;
  const timer = startInterval(() => Atomics.add(state, 1, 1), BEAT_MS);
  return {
    [Symbol.dispose]() {
      stopInterval(timer);
      running = undefined;
      state[0] = 0;
    },
  };
}

/**
 * Remembers what a client is about to send: the server may never come back.
 *
 * @param transcript The connection.
 */
export function noteSent(transcript: Transcript): void {
  if (!running || transcript.total("sent") > MAX_BYTES) return;
  const { title, place } = running;
  tell({ message: endlessLoop(title, place, transcript.render()) });
}

function tell(note: WatchdogNote): void {
  worker?.postMessage(note);
}
