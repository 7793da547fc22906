/**
 * Runs Chromium for the tests: one browser with a profile of its own, and one
 * page, which each test finds empty. Opening a page takes a third of a second of
 * the processor.
 *
 * @module
 */

import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
} from "playwright-core";
import { findProgram } from "../../kit/programs.ts";

/** Options of {@linkcode withPage}. */
export interface PageOptions {
  /** Light or dark mode; light by default. */
  colorScheme?: "light" | "dark";
  /** Errors of the page that are expected; none by default. */
  expectedErrors?: RegExp;
  /** The size of the window; 1280 by 800 by default. */
  viewport?: { width: number; height: number };
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The size of a window, in pixels. */
const WINDOW = { width: 1280, height: 800 };

/** The path of Chromium; `undefined` where it is not installed. */
export const CHROMIUM = findChromium();

/** The end of a test's name where the test is skipped. */
export const SKIPPED = CHROMIUM === undefined
  ? " (skipped: no chromium on this machine)"
  : "";

/** A browser, and the profile in which the tests run. */
interface Running {
  readonly browser: Browser;
  readonly context: BrowserContext;
}

let running: Promise<Running> | undefined;

Deno.test.afterAll(async () => {
  await (await running)?.browser.close();
});

async function launch(): Promise<Running> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: FLAGS,
  });
  return { browser, context: await browser.newContext() };
}

/**
 * Runs a test with an empty page.
 *
 * @param options The look.
 * @param body The test; every error of the page fails it.
 */
export async function withPage(
  { colorScheme = "light", viewport = WINDOW, expectedErrors }: PageOptions,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  running ??= launch();
  const { context } = await running;
  await context.clearCookies();
  const page = context.pages()[0] ?? await context.newPage();
  const errors: string[] = [];
  try {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: null });
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await body(page);
    await page.goto("about:blank");
    page.removeAllListeners("pageerror");
    page.removeAllListeners("console");
  } catch (error) {
    await page.close();
    throw error;
  }
  const isSound = errors.every((error) => expectedErrors?.test(error));
  if (!isSound) throw new Error(`The page reported ${errors}`);
}

function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.map(findProgram).find((path) => path !== undefined);
}
