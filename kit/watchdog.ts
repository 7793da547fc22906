/**
 * Notices code that never returns to the event loop. Such a loop stops the
 * deadlines of the test too, so a worker watches from outside, and Deno's own
 * time limit ends the test.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import { endlessLoop, type TestPlace } from "./message.ts";
import type { Transcript } from "./transcript.ts";

const startInterval = globalThis.setInterval;
const stopInterval = globalThis.clearInterval;

/** How often a test says that its event loop turns, in milliseconds. */
const BEAT_MS = 200;

/** More bytes than these are not shown in the message about a loop. */
const MAX_BYTES = 2000;

/** The longest text that the worker can print, in bytes. */
const MAX_TEXT = 65_536;

/**
 * Memory that the worker sees, so that noting something does not wake it: the
 * number of the running test, or 0; how often its event loop has turned; the
 * length of the text.
 */
const state: Int32Array = new Int32Array(new SharedArrayBuffer(12));

/** The text to print if the event loop stops turning. */
const text: Uint8Array = new Uint8Array(new SharedArrayBuffer(MAX_TEXT));

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
  worker.postMessage({ state, text });
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
  note(endlessLoop(title, place, []));
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
  note(endlessLoop(title, place, transcript.render()));
}

function note(message: string): void {
  const bytes = toBytes(message).subarray(0, MAX_TEXT);
  text.set(bytes);
  state[2] = bytes.length;
}
