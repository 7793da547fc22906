/**
 * The rows of the table of measurements, and the site that the servers serve.
 *
 * @module
 */

import type { Load } from "./load.ts";
import type { Site } from "./peers.ts";

/** The figure of a row: higher is better for "rate", lower for "cpu". */
export type Measure = "rate" | "cpu";

/** A row of the table: the work, the servers, and the goals. */
export interface Row {
  /** The work. */
  readonly title: string;
  /** The requests. */
  readonly load: Load;
  /** The figure. */
  readonly measure: Measure;
  /** The server on the fast engine. */
  readonly ours: string;
  /** The same server on the plain engine of stage 06. */
  readonly plain: string;
  /** The other servers, and the ratio that the fast engine should reach. */
  readonly goals: Readonly<Record<string, number>>;
}

/** Fields that a browser sends. */
export const BROWSER_HEADERS: readonly string[] = [
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Encoding: gzip, deflate, br, zstd",
  "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
  "Cache-Control: max-age=0",
  "Connection: keep-alive",
  "Cookie: session=3f2a90c47be1d865; theme=dark",
  "Upgrade-Insecure-Requests: 1",
];

const HELLO: Load = { path: "/", connections: 64 };

/** The rows of the table. */
export const ROWS: readonly Row[] = [
  {
    title: "small answer, kept open, 64 connections",
    load: HELLO,
    measure: "rate",
    ours: "engine",
    plain: "plain",
    goals: { "Deno.serve": 0.95, "nginx": 0.9 },
  },
  {
    title: "the same through Request and Response",
    load: HELLO,
    measure: "rate",
    ours: "engine bridge",
    plain: "plain bridge",
    goals: { "Deno.serve": 0.5 },
  },
  {
    title: "9 browser headers, read by the handler",
    load: { ...HELLO, headers: BROWSER_HEADERS },
    measure: "rate",
    ours: "engine headers",
    plain: "plain headers",
    goals: { "Deno.serve headers": 0.9 },
  },
  {
    title: "16 pipelined requests",
    load: { ...HELLO, script: "pipelined.lua" },
    measure: "rate",
    ours: "engine",
    plain: "plain",
    goals: { "Deno.serve": 5 },
  },
  {
    title: "a connection per request",
    load: {
      path: "/1KiB.bin",
      connections: 16,
      headers: ["Connection: close"],
    },
    measure: "rate",
    ours: "engine site",
    plain: "plain site",
    goals: { "python http.server": 3 },
  },
  {
    title: "static 1 KiB, kept open",
    load: { path: "/1KiB.bin", connections: 64 },
    measure: "rate",
    ours: "engine site",
    plain: "plain site",
    goals: { "nginx": 0.7 },
  },
  {
    title: "static 100 KiB, kept open",
    load: { path: "/100KiB.bin", connections: 64 },
    measure: "rate",
    ours: "engine site",
    plain: "plain site",
    goals: { "nginx": 0.85 },
  },
  {
    title: "static 10 MiB, CPU time",
    load: { path: "/10MiB.bin", connections: 4 },
    measure: "cpu",
    ours: "engine site",
    plain: "plain site",
    goals: { "nginx": 1.5 },
  },
  {
    title: "CGI, an sh script, 8 connections",
    load: { path: "/cgi-bin/hello", connections: 8 },
    measure: "rate",
    ours: "engine site",
    plain: "plain site",
    goals: { "lighttpd": 0.75, "python --cgi": 4 },
  },
];

/** A program that every CGI server can run. */
const SCRIPT = "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nHello\\n'\n";

/**
 * Writes the files of the site, and a program.
 *
 * @param directory An empty directory.
 * @returns The site.
 */
export async function makeSite(directory: string): Promise<Site> {
  const files = `${directory}/files`;
  await Deno.mkdir(`${files}/cgi-bin`, { recursive: true });
  const sizes = { "1KiB": 1024, "100KiB": 102_400, "10MiB": 10_485_760 };
  for (const [name, size] of Object.entries(sizes)) {
    await Deno.writeFile(`${files}/${name}.bin`, new Uint8Array(size));
  }
  await Deno.writeTextFile(`${files}/cgi-bin/hello`, SCRIPT, { mode: 0o755 });
  // Python's server runs programs as "nobody", which needs access to them.
  await Deno.chmod(directory, 0o755);
  return { directory, files };
}
