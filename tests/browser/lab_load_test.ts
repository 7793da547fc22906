/**
 * The page of the lab under load: many connections, and a long body.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { get } from "../../kit/mod.ts";
import { CHROMIUM, SKIPPED } from "./chromium.ts";
import { exchange, withLab } from "./lab_page.ts";

/** How many connections there are per second, and for how many seconds. */
const PER_SECOND = 50;
const SECONDS = 5;

/** How much of its time the page may compute; the rest is for the user. */
const MAX_BUSY = 0.5;

/** How long a key may take to have an effect, in ms, on a busy machine. */
const MAX_RESPONSE_MS = 3000;

/** How long the body is, in bytes. */
const BODY = 1 << 30;

/** How much memory the lab may take, in bytes. */
const MAX_RESIDENT = 512 << 20;

/**
 * Begins to measure how long the page computes, in seconds of its thread: other
 * programs on a busy machine do not count.
 */
async function measureBusy(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  async function taskSeconds(): Promise<number> {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")!.value;
  }
  const before = await taskSeconds();
  return async () => await taskSeconds() - before;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

Deno.test({
  name: `fifty connections a second leave the page responsive${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  fn: () =>
    withLab(["06", "--reference"], async ({ page, relay }) => {
      const request = get("/", "Connection: close");
      const begun = performance.now();
      const exchanges: Promise<string>[] = [];
      const responses: number[] = [];
      const busy = await measureBusy(page);
      for (let second = 0; second < SECONDS; second++) {
        const pressed = pressKey();
        for (let count = 0; count < PER_SECOND; count++) {
          exchanges.push(exchange(relay, request));
          const due = begun + (exchanges.length * 1000) / PER_SECOND;
          await pause(Math.max(due - performance.now(), 0));
        }
        responses.push(Math.round(await pressed));
      }
      const share = await busy() / SECONDS;
      assert(share <= MAX_BUSY, `the page computes ${share} of its time`);
      const slowest = Math.max(...responses);
      assert(slowest <= MAX_RESPONSE_MS, `the page needed ${responses} ms`);
      for (const answer of await Promise.all(exchanges)) {
        assertStringIncludes(answer, "200 OK");
      }
      await page.waitForSelector(`#lane-${exchanges.length}`);
      assert(await page.locator(".lane").count() <= 200);

      /** Presses a key, and waits until the page shows that it has. */
      async function pressKey(): Promise<number> {
        const state = await page.getAttribute("#hex", "aria-pressed");
        const pressedAt = performance.now();
        await page.keyboard.press("h");
        await page.waitForSelector(
          `#hex[aria-pressed=${state === "true" ? "false" : "true"}]`,
        );
        return performance.now() - pressedAt;
      }
    }),
});

Deno.test({
  name: `a gigabyte is relayed whole and shown in part${SKIPPED}`,
  ignore: CHROMIUM === undefined || Deno.build.os !== "linux",
  async fn() {
    const path = await Deno.makeTempFile({ suffix: ".ts" });
    await Deno.writeTextFile(
      path,
      `const chunk = new Uint8Array(1 << 20).fill(97);
      for await (const connection of Deno.listen({ port: 8000 })) {
        await connection.read(new Uint8Array(4096));
        const head = "HTTP/1.1 200 OK\\r\\nContent-Length: ${BODY}\\r\\n\\r\\n";
        await connection.write(new TextEncoder().encode(head));
        for (let left = ${BODY}; left > 0;) {
          left -= await connection.write(chunk.subarray(0, left));
        }
        connection.close();
      }`,
    );
    await withLab([path], async ({ page, relay, program }) => {
      const connection = await Deno.connect(relay);
      await connection.write(new TextEncoder().encode(get("/")));
      let received = 0;
      let mostResident = 0;
      for await (const chunk of connection.readable) {
        received += chunk.length;
        if (received % (1 << 26) > chunk.length) continue;
        mostResident = Math.max(mostResident, residentBytes(program.pid));
      }
      assert(received > BODY, `only ${received} bytes have arrived`);
      assert(
        mostResident > 0 && mostResident < MAX_RESIDENT,
        `${mostResident}`,
      );
      await page.waitForSelector(".lane .closed");
      const text = await page.locator("#bytes").innerText();
      assertStringIncludes(text, "not kept");
      assertEquals(await page.locator(".b").count() < 20_000, true);
    });
    await Deno.remove(path);
  },
});

function residentBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}
