/**
 * Takes the pictures of the lab that the README shows, in light and dark mode.
 * They are written to `screenshots/`, or with UPDATE_SCREENSHOTS=1 to `docs/`,
 * since every run has other times and ports in them.
 *
 * @module
 */

import { assert } from "@std/assert";
import { get } from "../../kit/mod.ts";
import { ROOT } from "../deno_command.ts";
import { CHROMIUM, SKIPPED } from "./chromium.ts";
import { exchange, withLab } from "./lab_page.ts";

const FOLDER = new URL(
  Deno.env.has("UPDATE_SCREENSHOTS") ? "docs/" : "screenshots/",
  ROOT,
);

const MESSAGE = [
  "GET / HTTP/1.1\\r\\n",
  "Host: localhost\\r\\n",
  "Accept : text/html\\r\\n",
  "\\r\\n",
].join("\n");

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test({
    name: `the lab has its picture taken in ${colorScheme} mode${SKIPPED}`,
    ignore: CHROMIUM === undefined,
    fn: () =>
      withLab(["02", "--reference"], async ({ page, relay }) => {
        await exchange(relay, get("/"));
        await exchange(relay, get("/test.jpg"));
        await page.waitForSelector("#lane-2 .closed");
        await page.fill("#message", MESSAGE);
        await page.selectOption("#pieces", "split");
        await page.fill("#split", "16,33");
        await page.fill("#delay", "40");
        await page.click("#send");
        await page.waitForSelector("#lane-3 .closed");
        await page.waitForSelector("#message-note .bad");
        await page.keyboard.press("Escape");
        await page.keyboard.press("m");
        const path = new URL(`lab_${colorScheme}.png`, FOLDER).pathname;
        await page.screenshot({ path });
        assert(Deno.statSync(path).size > 10_000);
      }, { colorScheme, viewport: { width: 1280, height: 800 } }),
  });
}
