/**
 * Every Mermaid diagram of the documentation renders without a syntax error, in
 * a real browser, as GitHub shows it.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import mermaid from "mermaid/dist/mermaid.min.js" with { type: "text" };
import type { Page } from "playwright-core";
import { listProject, readText } from "../deno_command.ts";
import { CHROMIUM, SKIPPED, withPage } from "./chromium.ts";

/** One diagram. */
interface Diagram {
  /** The file and the line at which it begins. */
  readonly place: string;
  readonly source: string;
}

function listDiagrams(): Diagram[] {
  return listProject(/\.md$/).flatMap((file) => {
    const text = readText(file);
    const blocks = text.matchAll(/^( *)```mermaid\n(.*?)^ *```$/gms);
    return [...blocks].map(({ 1: indent, 2: block, index }) => ({
      place: `${file}:${text.slice(0, index).split("\n").length}`,
      source: block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }));
  });
}

/** Renders a diagram; returns what is wrong with it. */
function render(page: Page, source: string): Promise<string | undefined> {
  // A string, because it runs in the browser, whose types Deno does not know.
  return page.evaluate(`(async () => {
    try {
      const { svg } = await mermaid.render("diagram", ${
    JSON.stringify(source)
  });
      return svg.startsWith("<svg") ? undefined : "no picture: " + svg;
    } catch (error) {
      return String(error.message);
    }
  })()`);
}

Deno.test({
  name: `every Mermaid diagram renders${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  async fn() {
    const diagrams = listDiagrams();
    assert(diagrams.length >= 12, `found ${diagrams.length} diagrams`);
    await withPage({}, async (page) => {
      await page.setContent("<!DOCTYPE html><body></body>");
      await page.addScriptTag({ content: mermaid });
      await page.evaluate("mermaid.initialize({ startOnLoad: false })");
      const wrong = await render(page, "flowchart LR\n  a -->\n");
      assert(wrong?.startsWith("Parse error"), wrong);
      for (const { place, source } of diagrams) {
        const problem = await render(page, source);
        assertEquals(problem, undefined, `${place}: ${problem}`);
      }
    });
  },
});
