/**
 * The clock of the engine: Date is the present second, and deadlines do not pass
 * while the server is busy.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Clock } from "../../engine/clock.ts";
import { pause } from "../../kit/mod.ts";
import { formatHttpDate } from "../../solutions/02_http/http_date.ts";
import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";

/** A timeout for which the clock ticks as often as possible. */
const TIMEOUT_MS = 40;

/** The time from one tick to the next, in milliseconds. */
const TICK_MS = 30;

const now = () => `Date: ${formatHttpDate(Date.now())}\r\n\r\n`;

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

Deno.test("Date is the present second", async () => {
  const clock = new Clock(TIMEOUT_MS, () => {});
  const start = Date.now();
  while (Date.now() < start + 1100) {
    const before = now();
    clock.expireDate();
    const dateLine = decodeLatin1(clock.dateLine);
    // The second may end between the two.
    if (before === now()) assertEquals(dateLine, before);
    await pause(1);
  }
  clock.stop();
});

Deno.test("the clock does not advance while the server is busy", async () => {
  const { promise: ticked, resolve } = Promise.withResolvers<void>();
  const clock = new Clock(TIMEOUT_MS, resolve);
  block(500);
  await ticked;
  clock.stop();
  assert(clock.now <= 2 * TICK_MS, `${clock.now} ms`);
});

Deno.test("the clock advances while the server waits", async () => {
  const clock = new Clock(TIMEOUT_MS, () => {});
  await pause(10 * TICK_MS);
  clock.stop();
  assert(clock.now >= 3 * TICK_MS, `${clock.now} ms`);
});
