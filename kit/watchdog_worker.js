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

let state = new Int32Array(3);
let text = new Uint8Array();
let seen = { test: 0, beat: 0 };
let looked = Date.now();
let stuckMs = 0;
let reported = 0;

globalThis.addEventListener("message", ({ data }) => {
  ({ state, text } = data);
});

setInterval(() => {
  const [test, beat, length] = state;
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
  // TextDecoder refuses memory that is shared.
  console.error(new TextDecoder().decode(text.slice(0, length)));
}, LOOK_MS);
