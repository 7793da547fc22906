/**
 * The tutorial's own experiment, automated: a real browser opens the page of a
 * stage, loads the picture, fills in the form and sends it. Without Chromium the
 * tests are skipped, and their names say so.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { Program, TempDir } from "../../kit/mod.ts";
import { ROOT } from "../deno_command.ts";
import { CHROMIUM, SKIPPED, withPage as withPageOf } from "./chromium.ts";

/** The folder of the screenshots; it is not committed. */
const SCREENSHOTS = new URL("screenshots/", ROOT);

/** A stage with a page that a browser can open. */
interface Site {
  readonly stage: string;
  /** More arguments of the program, given a directory for this test. */
  flags?(directory: TempDir): string[];
  /** Matches the page after the form was sent with "aa". */
  readonly answer: RegExp;
  /** Whether its server logs no requests. */
  readonly isQuiet?: boolean;
}

function withDatabase(directory: TempDir): string[] {
  return ["--database", directory.resolve("guestbook.sqlite")];
}

const SITES: readonly Site[] = [
  { stage: "02_http", answer: /^aa$/m },
  // A file cannot accept a POST, as in the tutorial: that leads to stage 04.
  { stage: "03_static", answer: /405|POST/ },
  { stage: "04_cgi", answer: /\baa\b/ },
  { stage: "06_persistent", answer: /\baa\b/ },
  { stage: "07_database", answer: /\baa\b/, flags: withDatabase },
  { stage: "08_std", answer: /\baa\b/, flags: withDatabase, isQuiet: true },
];

for (const site of SITES) {
  const { stage, answer, flags, isQuiet } = site;
  Deno.test({
    name: `a browser uses the page of ${stage}${SKIPPED}`,
    ignore: CHROMIUM === undefined,
    async fn() {
      await using directory = await TempDir.create();
      await using program = startStage(stage, flags?.(directory));
      await withPage(async (page) => {
        await page.goto(`${await program.url()}`);
        await expectPicture(page);
        await screenshot(page, `${stage}_before`);
        await submit(page, "aa");
        await screenshot(page, `${stage}_after`);
        const text = await page.locator("body").innerText();
        assert(answer.test(text), `${answer} is not on the page:\n${text}`);
      });
      for (const path of ["GET / HTTP", "GET /test.jpg HTTP", "POST /"]) {
        if (isQuiet) break;
        await program.line(new RegExp(path), `line about ${path}`);
      }
      assertEquals((await program.interrupt()).code, 0);
    },
  });
}

Deno.test({
  name: `the guestbook remembers across a restart${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  async fn() {
    await using directory = await TempDir.create();
    await withPage(async (page) => {
      {
        await using program = startStage(
          "07_database",
          withDatabase(directory),
        );
        await page.goto(`${await program.url()}`);
        await submit(page, "aa was here");
        await program.interrupt();
      }
      await using program = startStage("07_database", withDatabase(directory));
      await page.goto(`${await program.url()}`);
      const text = await page.locator("body").innerText();
      assertStringIncludes(text, "aa was here");
      await program.interrupt();
    });
  },
});

Deno.test({
  name:
    `a script that is entered as a name is shown and does not run${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  async fn() {
    const script = "<script>document.title = 'taken over'</script>";
    await using directory = await TempDir.create();
    await withPage(async (page) => {
      for (const stage of ["02_http", "04_cgi", "07_database", "08_std"]) {
        const flags = /07|08/.test(stage) ? withDatabase(directory) : [];
        await using program = startStage(stage, flags);
        await page.goto(`${await program.url()}`);
        // A longer name would be refused by the guestbook.
        await submit(page, script.slice(0, 50), script);
        const text = await page.locator("body").innerText();
        assertStringIncludes(text, "<script>", stage);
        assert(await page.title() !== "taken over", stage);
        await program.interrupt();
      }
    });
  },
});

Deno.test({
  name:
    `a browser sends several requests on one connection to stage 06${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  async fn() {
    await using program = startStage("06_persistent");
    await withPage(async (page) => {
      await page.goto(`${await program.url()}`);
      await expectPicture(page);
      await program.line(/GET \/test\.jpg HTTP/, "line about the picture");
    });
    const clients = [...program.stdout.matchAll(/^(127\.0\.0\.1:\d+) "/gm)]
      .map(([, client]) => client);
    assert(clients.length >= 3, program.stdout);
    assert(
      new Set(clients).size < clients.length,
      `every request arrived on a connection of its own:\n${program.stdout}`,
    );
    await program.interrupt();
  },
});

Deno.test("curl and fetch get the same picture as the browser", async () => {
  for (const { stage, flags } of SITES) {
    await using directory = await TempDir.create();
    await using program = startStage(stage, flags?.(directory));
    const url = await program.url();
    const picture = await Deno.readFile(new URL("fixtures/www/test.jpg", ROOT));
    const response = await fetch(new URL("test.jpg", url));
    assertEquals(await response.bytes(), picture, stage);
    const { stdout } = await new Deno.Command("curl", {
      args: ["--silent", "--fail", `${url}test.jpg`],
    }).output();
    assertEquals(stdout, picture, stage);
    await program.interrupt();
  }
});

function startStage(stage: string, flags: string[] = []): Program {
  const url = new URL(`solutions/${stage}.ts`, ROOT).href;
  return Program.start(url, ["--port", "0", ...flags]);
}

/** Runs a body with a page. */
async function withPage(body: (page: Page) => Promise<void>): Promise<void> {
  await withPageOf({
    viewport: { width: 800, height: 600 },
    // A form that is answered 405 is an error for the browser.
    expectedErrors: /Failed to load resource/,
  }, body);
}

async function expectPicture(page: Page): Promise<void> {
  // A string, because it runs in the browser, whose types Deno does not know.
  const width = await page.evaluate<number>(`(async () => {
    const image = document.querySelector("img");
    await image.decode();
    return image.naturalWidth;
  })()`);
  assert(width > 0, "the picture has not loaded");
}

/** Fills in the form, and the message if it has that field, and sends it. */
async function submit(
  page: Page,
  name: string,
  message = "a message",
): Promise<void> {
  await page.fill("[name=firstname]", name);
  const field = page.locator("[name=message]");
  if (await field.count() > 0) await field.fill(message);
  await Promise.all([
    page.waitForNavigation(),
    page.click("button[type=submit], form button"),
  ]);
}

async function screenshot(page: Page, name: string): Promise<void> {
  const path = new URL(`${name}.png`, SCREENSHOTS).pathname;
  await page.screenshot({ path, fullPage: true });
  console.log(`screenshot: screenshots/${name}.png`);
}
