/**
 * The wire lab in a real browser: what it shows, how it is used, and that text
 * from clients and servers stays text.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Page } from "playwright-core";
import { get } from "../../kit/mod.ts";
import { CHROMIUM, SKIPPED } from "./chromium.ts";
import { exchange, type LabPage, withLab } from "./lab_page.ts";

const REFERENCE = ["02", "--reference"];

/** A module that starts no server. */
const MODULE = fromFileUrl(new URL("../../mod.ts", import.meta.url));

/** Defines a test that needs Chromium. */
function test(
  name: string,
  args: readonly string[],
  body: (lab: LabPage) => Promise<void>,
  expectedErrors?: RegExp,
): void {
  Deno.test({
    name: `${name}${SKIPPED}`,
    ignore: CHROMIUM === undefined,
    fn: () => withLab(args, body, { expectedErrors }),
  });
}

/** Chooses a preset, sends it, and waits for the answer. */
async function sendPreset(page: Page, label: string): Promise<void> {
  await page.selectOption("#preset", { label });
  await page.click("#send");
  await page.waitForSelector(".row.down .bytes");
}

test(
  "the lab shows a connection live, byte by byte",
  REFERENCE,
  async (lab) => {
    const { page, relay } = lab;
    await exchange(relay, get("/"));
    await page.waitForSelector(".row.down .bytes");
    const up = await page.locator(".row.up .bytes").innerText();
    assertEquals(up, "GET / HTTP/1.1␍␊\nHost: localhost␍␊\n␍␊\n");
    await page.waitForSelector(".row.call:has-text('→ 35')");
    await page.keyboard.press("h");
    const hex = await page.locator(".row.up .digits").first().innerText();
    assertEquals(hex.trim(), "47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a");
  },
);

test(
  "a malformed byte is marked and explained",
  REFERENCE,
  async ({ page }) => {
    await sendPreset(page, "two spaces");
    assertStringIncludes(
      await page.locator(".row.up .note").innerText(),
      "byte 4: a space within the request-target",
    );
    await page.keyboard.press("m");
    const text = await page.locator("#inspector").innerText();
    assertStringIncludes(text, "Malformed: a space within the request-target");
    assertStringIncludes(text, "RFC 9112 section 3");
    assertStringIncludes(text, "0x20, space");
  },
);

test(
  "the keyboard leads to every byte and part",
  REFERENCE,
  async ({ page }) => {
    await sendPreset(page, "GET /");
    await page.keyboard.press("b");
    const where = async () => await page.locator("#summary").innerText();
    assertStringIncludes(await where(), "method, byte 0 of the request");
    await page.keyboard.press("ArrowRight");
    assertStringIncludes(await where(), "byte 1 of the request");
    await page.keyboard.press("]");
    assertStringIncludes(await where(), "single space, byte 3 of the request");
    await page.keyboard.press("[");
    assertStringIncludes(await where(), "method, byte 0 of the request");
    await page.keyboard.press("ArrowDown");
    assertStringIncludes(await where(), "HTTP-version, byte 0 of the response");
    await page.hover(".row.down .k-status-code .b");
    const text = await page.locator("#inspector").innerText();
    assertStringIncludes(text, "RFC 9110 section 15.3.1");
  },
);

test("a message is cut as the editor says", REFERENCE, async ({ page }) => {
  await page.fill("#message", "GET / HTTP/1.1\\r\\n\nHost: x\\r\\n\n\\r\\n");
  await page.selectOption("#pieces", "split");
  await page.fill("#split", "16, 25");
  await page.fill("#delay", "400");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".row.down .bytes");
  const sizes = await page.locator(".row.up .size").allInnerTexts();
  assertEquals(sizes, ["16 B", "9 B, from byte 16", "2 B, from byte 25"]);
  const pauses = await page.locator(".row.up .pause").allInnerTexts();
  assert(pauses.length >= 1, "no pause is shown");
  await page.selectOption("#pieces", "every");
  await page.selectOption("#end", "half-close");
  assertEquals(
    await page.locator("#send-command").textContent(),
    "deno task send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' " +
      "--every-byte --delay 400 --half-close",
  );
});

test("a recorded request is replayed, and edited", REFERENCE, async (lab) => {
  const { page, relay } = lab;
  await exchange(relay, get("/", "X-Name: h\u00e9"));
  await page.waitForSelector(".row.down .bytes");
  await page.click("#replay");
  await page.waitForSelector("#lane-2[aria-selected=true]");
  await page.waitForSelector("#lane-2 .status:text('200')");
  assertStringIncludes(
    await page.locator("#lane-2").innerText(),
    "replay of 1",
  );
  await page.click("#edit");
  await page.waitForSelector("#message:focus");
  assertEquals(
    await page.inputValue("#message"),
    "GET / HTTP/1.1\\r\\n\nHost: localhost\\r\\n\nX-Name: h\u00e9\\r\\n\n\\r\\n",
  );
});

test("three servers are compared", ["02"], async ({ page }) => {
  await page.selectOption("#preset", { label: "GET /" });
  await page.click("#compare");
  await page.waitForSelector(".columns");
  const names = await page.locator(".column h3").allInnerTexts();
  assertEquals(names, ["this server", "reference", "Deno.serve"]);
  // The learner's own server has not been written yet, and answers nothing.
  const verdict = await page.locator(".verdict").nth(1).innerText();
  assertStringIncludes(verdict, "First differing byte: 0");
  assertStringIncludes(verdict, "status: here none, there 200");
});

test("the output of the server is shown", ["02"], async ({ page }) => {
  await page.click("#send");
  await page.keyboard.press("Escape");
  await page.keyboard.press("3");
  await page.waitForSelector("#view-log:has-text('Task 1 is not done yet')");
});

test("a file that starts no server is told so, once", [MODULE], async (lab) => {
  const { page } = lab;
  await page.waitForSelector("#view-log:has-text('has printed nothing')");
  await page.click("#compare-all");
  await page.waitForSelector("caption:has-text('or only export one?')");
  assertEquals(await page.locator(".overview tbody tr").count(), 0);
}, /status of 400/);

test("a message is sent on several connections", REFERENCE, async (lab) => {
  const { page } = lab;
  await page.fill("#copies", "3");
  await page.click("#send");
  await page.waitForSelector("#lane-3 .status:text('200')");
});

test(
  "the middle of a long answer is folded",
  [...REFERENCE, "--handlers"],
  async ({ page }) => {
    await page.selectOption("#preset", { label: "a client that reads slowly" });
    await page.click("#send");
    await page.waitForSelector(".remark:has-text('packets and writes')");
    assert(await page.locator("#bytes > *").count() < 60);
  },
);

test("every control has a name and a key", REFERENCE, async ({ page }) => {
  const nameless = await page.evaluate<string[]>(`
    [...document.querySelectorAll("button, select, input, textarea, [tabindex='0']")]
      .filter((element) => !element.closest("dialog"))
      .filter((element) => {
        const { labels, textContent } = element;
        const name = element.getAttribute("aria-label") ??
          element.getAttribute("aria-labelledby") ??
          (labels?.length ? labels[0].textContent : textContent);
        const isPanel = element.getAttribute("role") === "tabpanel";
        const key = element.getAttribute("aria-keyshortcuts");
        return !name?.trim() || (!key && !isPanel);
      })
      .map((element) => element.outerHTML)
  `);
  assertEquals(nameless, []);
});

test(
  "the focus is visible, and motion can be reduced",
  REFERENCE,
  async (lab) => {
    const { page } = lab;
    const style = (property: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.activeElement)["${property}"]`,
      );
    for (let count = 0; count < 30; count++) {
      await page.keyboard.press("Tab");
      const html = await page.evaluate<string>(
        "document.activeElement.outerHTML",
      );
      // After the last control, the focus leaves the page.
      if (html.startsWith("<body")) break;
      assertEquals(await style("outlineStyle"), "solid", html);
    }
    await page.emulateMedia({ reducedMotion: "reduce" });
    const transition = await page.evaluate<string>(
      `getComputedStyle(document.querySelector("button")).transitionDuration`,
    );
    assertEquals(transition, "0s");
  },
);

const SCRIPT = "<script>document.title = 'taken over'</script>" +
  "<img src=x onerror=\"document.title='taken over'\">";

test("text from clients and servers does nothing", REFERENCE, async (lab) => {
  const { page, relay } = lab;
  const path = SCRIPT.replaceAll(" ", "%20");
  await exchange(relay, get(`/${path}`, `X-Script: ${SCRIPT}`));
  await page.waitForSelector(".row.down .bytes");
  const body = `firstname=${encodeURIComponent(SCRIPT)}&raw=${SCRIPT}`;
  await exchange(
    relay,
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await page.waitForSelector("#lane-2");
  for (const key of ["h", "h", "e"]) await page.keyboard.press(key);
  await page.waitForSelector("#message:focus");
  for (const key of ["Escape", "v"]) await page.keyboard.press(key);
  await page.waitForSelector(".columns");
  assertEquals(await page.title(), "Wire lab");
  const scripts = await page.locator("script, img").count();
  assertEquals(scripts, 1, "the page has an element that it was sent");
});

test("the page's policy forbids inline script", REFERENCE, async ({ page }) => {
  await page.evaluate(`(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "document.title = 'taken over'";
      document.body.append(script);
    } catch {
      // Not even the text of a script can be set.
    }
  })()`);
  assertEquals(await page.title(), "Wire lab");
}, /TrustedScript|Content Security Policy/);
