/**
 * A lab and a browser that looks at its page.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { Program } from "../../kit/mod.ts";
import { type PageOptions, withPage } from "./chromium.ts";

const LAB = new URL("../../lab/main.ts", import.meta.url).href;

/** Where the relay listens. */
export interface Address {
  /** The address of this machine. */
  hostname: string;
  /** The port. */
  port: number;
}

/** The lab, as a test uses it. */
export interface LabPage {
  /** The page. */
  readonly page: Page;
  /** Where requests are sent. */
  readonly relay: Address;
  /** The lab's own process. */
  readonly program: Program;
}

/**
 * Starts a lab, opens its page, and ends both with Ctrl-C.
 *
 * @param args The arguments of the lab.
 * @param body The test.
 * @param look How the browser looks.
 */
export async function withLab(
  args: readonly string[],
  body: (lab: LabPage) => Promise<void>,
  look: PageOptions = {},
): Promise<void> {
  await using program = Program.start(LAB, [
    "--port=0",
    "--page-port=0",
    ...args,
  ]);
  const pageUrl = `${await program.url()}`;
  const line = await program.line(/Send requests to \S+/, "relay");
  const { port } = new URL(line.split(" ").at(-1)!);
  const relay = { hostname: "127.0.0.1", port: Number(port) };
  await withPage(look, async (page) => {
    await page.goto(pageUrl);
    await page.waitForSelector("[data-state=listening], [data-state=ended]");
    await body({ page, relay, program });
  });
  const { code, stderr } = await program.interrupt();
  if (code !== 0) throw new Error(`The lab ended with ${code}: ${stderr}`);
}

/**
 * Sends a request to the relay, and reads the answer to its end.
 *
 * @param relay Where the relay listens.
 * @param request The request.
 * @returns The answer.
 */
export async function exchange(
  relay: Address,
  request: string,
): Promise<string> {
  const connection = await Deno.connect(relay);
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text();
}
