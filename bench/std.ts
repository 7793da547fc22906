/**
 * What the standard library of stage 08 costs and saves, compared with the code
 * of the earlier stages: lines of code, requests per second, memory.
 *
 * Run it with `deno run -A bench/std.ts`, on Linux, with wrk installed. It takes
 * `--rounds N` (5) and `--seconds N` (3) for each server and round. No test
 * asserts these figures: they depend on the machine as much as on the servers.
 * The same guestbook makes the page `/` in both, so it compares the engines. A
 * file is sent by the `serveDir` that Deno resolves; with the links of
 * `deno.json` that is the one under `std/`, and its figure says nothing about the
 * genuine one.
 *
 * @module
 */

import { readFlags } from "./flags.ts";
import { type Load, run } from "./load.ts";
import { startServer } from "./server_process.ts";

const SOLUTIONS = new URL("../solutions/", import.meta.url);
const MIB = 1024 * 1024;

/** A row of the table of lines: files and folders of `solutions/`. */
type Part = readonly [what: string, written: string[], std: string[]];

const PARTS: readonly Part[] = [
  [
    "engine",
    ["01_tcp.ts", "02_http.ts", "02_http"],
    ["08_std/serve_fetch.ts"],
  ],
  ["files", ["03_static.ts", "03_static"], ["08_std/guard_files.ts"]],
  ["routes", ["05_framework/route.ts"], []],
];

/** Files in these folders that are not part of the comparison. */
const NOT_COUNTED = ["02_http/form_site.ts"];

const CLOSE = ["Connection: close"];

const LOADS: Readonly<Record<string, Load>> = {
  "the guestbook, a connection per request": {
    path: "/",
    connections: 16,
    headers: CLOSE,
  },
  "the guestbook, connections kept": { path: "/", connections: 16 },
  "a file, a connection per request": {
    path: "/style.css",
    connections: 16,
    headers: CLOSE,
  },
};

/** How much to measure. */
interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** Counts the lines of code of a file, or of all files of a folder. */
function countLines(name: string): number {
  const url = new URL(name, SOLUTIONS);
  if (NOT_COUNTED.includes(name)) return 0;
  if (Deno.statSync(url).isDirectory) {
    const names = [...Deno.readDirSync(url)].map((entry) => entry.name);
    return sum(names.map((below) => countLines(`${name}/${below}`)));
  }
  const code = Deno.readTextFileSync(url)
    .replace(/^\s*\/\*\*.*?\*\/$/gms, "").replace(/^\s*\/\/.*$/gm, "");
  return code.split("\n").filter((line) => line.trim() !== "").length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Measures the servers in turn, so that other load affects both. */
async function measure(
  database: string,
  load: Load,
  { rounds, seconds }: Effort,
): Promise<string> {
  const ratios: number[] = [];
  const memory: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    const rates: number[] = [];
    const peaks: number[] = [];
    for (const solution of ["07_database.ts", "08_std.ts"]) {
      const args = ["--port=0", `--database=${database}`];
      await using server = await startServer(`../solutions/${solution}`, args);
      rates.push((await run(server, load, seconds)).rate);
      peaks.push(server.peakBytes() / MIB);
    }
    ratios.push(rates[1] / rates[0]);
    memory.push([peaks[0], peaks[1]]);
  }
  const [written, std] = [0, 1].map((index) =>
    median(memory.map((pair) => pair[index])).toFixed(0)
  );
  const range = [Math.min(...ratios), Math.max(...ratios)]
    .map((ratio) => ratio.toFixed(1)).join(" to ");
  return `${median(ratios).toFixed(1)} times the requests per second ` +
    `(${range}), ${written} MiB written, ${std} MiB std`;
}

const effort = readFlags({ rounds: 5, seconds: 3 });
for (const [what, written, std] of PARTS) {
  const lines = [written, std].map((names) => sum(names.map(countLines)));
  console.log(`${what}: ${lines[0]} lines written, ${lines[1]} with std`);
}
console.log(`the site: ${countLines("08_std.ts")} lines`);
const directory = await Deno.makeTempDir();
try {
  for (const [what, load] of Object.entries(LOADS)) {
    const result = await measure(`${directory}/book.db`, load, effort);
    console.log(`${what}: ${result}`);
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}
