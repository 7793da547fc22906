/**
 * The worker of watchdog.ts: prints a message when the event loop of the tests
 * has stopped turning. It is JavaScript, so that Deno does not stop in the middle
 * of the first test to check its types.
 *
 * @module
 */

/** How long the event loop may stop before it is reported, in milliseconds. */
const STUCK_MS = 2000;

/** How often the worker looks, in milliseconds. */
const LOOK_MS = 100;

let state = new Int32Array(2);
let message = "";
let seen = { test: 0, beat: 0 };
let looked = Date.now();
let stuckMs = 0;
let reported = 0;

globalThis.addEventListener("message", ({ data: note }) => {
  state = note.state ?? state;
  message = note.message ?? message;
});

setInterval(() => {
  const [test, beat] = state;
  // A busy machine delays this worker too: that time does not count.
  const elapsed = Math.min(Date.now() - looked, 2 * LOOK_MS);
  looked = Date.now();
  if (test !== seen.test || beat !== seen.beat) {
    seen = { test, beat };
    stuckMs = 0;
    return;
  }
  stuckMs += elapsed;
  if (test === 0 || stuckMs < STUCK_MS || reported === test) return;
  reported = test;
  console.error(message);
}, LOOK_MS);
