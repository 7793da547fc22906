/**
 * The table of what differs: each request is sent to the reference of stage 03
 * too, so that both columns are what really happens.
 *
 * @module
 */

import {
  expectStatus,
  get,
  type RawResponse,
  type ServerUnderTest,
  start,
  variant,
} from "../../../kit/mod.ts";
import { serve as serveStatic } from "../../../solutions/03_static.ts";
import { serve } from "../server.ts";
import { createSite, MODIFIED, type TemporarySite } from "./temporary_site.ts";

/** The name, the request, the status in stage 03, and the status here. */
export type Row = readonly [
  what: string,
  request: string,
  then: number,
  now: number,
];

/** The likely cause if the engine answers otherwise. */
export const ENGINE = "the engine is not Deno.serve, or its answers are " +
  "changed: this task needs no code";

/** The likely cause if a file is answered otherwise. */
export const FILES = "the file is not sent by serveDir, or its answer is " +
  "changed: this task needs no code";

/**
 * Makes the files that the rows request.
 *
 * @returns The site.
 */
export async function createFiles(): Promise<TemporarySite> {
  const site = await createSite({
    "ten.txt": "0123456789",
    "empty.txt": "",
    "some.xyzzy": "x",
    "notes/tcp.txt": "Bytes",
  });
  await Deno.utime(`${site.options.root}/ten.txt`, MODIFIED, MODIFIED);
  return site;
}

/**
 * Starts the server of stage 03.
 *
 * @param site The site.
 * @returns The server.
 */
export function startBefore(site: TemporarySite): Promise<ServerUnderTest> {
  return start(serveStatic, { root: site.options.root });
}

/**
 * Sends each request to the server of stage 03, and to that of this stage.
 *
 * @param rows The requests.
 * @param likely The likely cause if the second answer is another.
 */
export async function compare(
  rows: readonly Row[],
  likely: string,
): Promise<void> {
  await using site = await createFiles();
  await using before = await startBefore(site);
  await using server = await start(serve, site.options);
  for (const [what, request, statusThen, statusNow] of rows) {
    await variant(`${what}, at stage 03`, async () => {
      expectStatus(await ask(before, request), statusThen);
    });
    await variant(what, async () => {
      expectStatus(await ask(server, request), statusNow, { likely });
    });
  }
}

/** Sends a request, and reads one answer: the connection may stay open. */
async function ask(
  server: ServerUnderTest,
  request: string,
): Promise<RawResponse> {
  const method = request.startsWith("HEAD") ? "HEAD" : undefined;
  const connection = await server.connect();
  await connection.send(request);
  const response = await connection.readResponse({ method });
  await connection.destroy();
  return response;
}

/**
 * Makes a request for a file with another method.
 *
 * @param method The method.
 * @param fieldLines Its field lines besides Host.
 * @returns The request.
 */
export function withMethod(method: string, ...fieldLines: string[]): string {
  return get("/ten.txt", ...fieldLines).replace("GET", method);
}
