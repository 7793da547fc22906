/**
 * The wire lab in a real browser.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { get, Program, TempDir } from "../../kit/mod.ts";
import { CHROMIUM, SKIPPED, withPage } from "./chromium.ts";

const LAB = new URL("../../lab/main.ts", import.meta.url).href;

/** Where the relay listens. */
type Address = { hostname: string; port: number };

/** A lab that runs, and a way to send to its relay. */
async function startLab(args: string[]): Promise<{
  program: Program;
  pageUrl: string;
  relay: Address;
}> {
  const program = Program.start(LAB, ["--port", "0", ...args]);
  const pageUrl = `${await program.url()}`;
  const line = await program.line(/Send requests to \S+/, "relay");
  const port = Number(new URL(line.split(" ").at(-1)!).port);
  return { program, pageUrl, relay: { hostname: "127.0.0.1", port } };
}

/** Sends a request, and reads the answer to its end. */
async function exchange(relay: Address, request: string): Promise<string> {
  const connection = await Deno.connect(relay);
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text();
}

Deno.test({
  name: `the lab shows one connection live, byte by byte${SKIPPED}`,
  ignore: CHROMIUM === undefined,
  async fn() {
    await using directory = await TempDir.create();
    const lab = await startLab(["02", "--reference"]);
    await using program = lab.program;
    await withPage({ profile: directory.resolve("profile") }, async (page) => {
      await page.goto(lab.pageUrl);
      await exchange(lab.relay, get("/"));
      await page.waitForSelector(".row.down .bytes");
      const up = await page.locator(".row.up .bytes").innerText();
      assertEquals(up, "GET / HTTP/1.1␍␊\nHost: localhost␍␊\n␍␊\n");
      const rows = await page.locator(".row.call").allInnerTexts();
      assert(rows.some((row) => /read\(\d+\) → 35/.test(row)), rows.join("\n"));
    });
    assertEquals((await program.interrupt()).code, 0);
  },
});
