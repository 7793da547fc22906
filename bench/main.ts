/**
 * Compares the fast engine with the plain one of stage 06, `Deno.serve`, nginx,
 * lighttpd and Python's http.server. They are measured in turn, in one run, so
 * that other load on the machine affects all of them. Each server is one process,
 * and wrk, the client, is another.
 *
 * Run it with `deno task bench`, on Linux. It takes `--rounds N` (5),
 * `--seconds N` (2) for each server and round, and `--only TEXT` for the rows
 * whose title contains that text. No test asserts these figures: they depend on
 * the machine as much as on the servers.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { compareIdleMemory } from "./idle_connections.ts";
import { type Load, run, type Sample } from "./load.ts";
import { isInstalled, missingPackage, type Site, startPeer } from "./peers.ts";
import type { ServerProcess } from "./server_process.ts";
import { summarize } from "./statistics.ts";

/** How long a server gets requests before the measurement, in seconds. */
const WARM_UP_SECONDS = 1;

/** The figure of a row: higher is better for "rate", lower for "cpu". */
type Measure = "rate" | "cpu";

/** A row of the table: the work, the servers, and the goals. */
interface Row {
  readonly title: string;
  readonly load: Load;
  readonly measure: Measure;
  /** The server on the fast engine. */
  readonly ours: string;
  /** The same server on the plain engine of stage 06. */
  readonly plain: string;
  /** The other servers, and the ratio that the fast engine should reach. */
  readonly goals: Readonly<Record<string, number>>;
}

const BROWSER_HEADERS = [
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

const ROWS: readonly Row[] = [
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

async function makeSite(directory: string): Promise<Site> {
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

/** Measures all servers of a row in turn, in every round. */
async function measureRow(
  { load }: Row,
  servers: ReadonlyMap<string, ServerProcess>,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>();
  for (const [name, server] of servers) {
    await run(server, load, WARM_UP_SECONDS);
    samples.set(name, []);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, server] of servers) {
      samples.get(name)!.push(await run(server, load, seconds));
    }
  }
  return samples;
}

/** Starts the servers of a row, except those that are not installed. */
async function startServers(
  { ours, plain, goals }: Row,
  site: Site,
  stack: AsyncDisposableStack,
): Promise<Map<string, ServerProcess>> {
  const servers = new Map<string, ServerProcess>();
  for (const name of [ours, plain, ...Object.keys(goals)]) {
    const missing = missingPackage(name);
    if (missing === undefined) {
      servers.set(name, stack.use(await startPeer(name, site)));
    } else {
      console.log(`  ${name}: left out, install ${missing}`);
    }
  }
  return servers;
}

function print(row: Row, samples: ReadonlyMap<string, Sample[]>): void {
  const isRate = row.measure === "rate";
  const pick = ({ rate, cpuMicroseconds }: Sample) =>
    isRate ? rate : cpuMicroseconds;
  const unit = isRate ? "answers per second" : "µs of CPU per answer";
  const ours = samples.get(row.ours)!.map(pick);
  console.log(`  ${row.ours}: ${summarize(ours, 0)} ${unit}`);
  for (const name of [row.plain, ...Object.keys(row.goals)]) {
    const theirs = samples.get(name)?.map(pick);
    if (theirs === undefined) continue;
    const ratios = ours.map((value, round) => value / theirs[round]);
    const goal = row.goals[name];
    const wanted = goal && `; goal ${isRate ? "at least" : "at most"} ${goal}`;
    console.log(`  ${name}: ${summarize(theirs, 0)} ${unit}`);
    console.log(`  = ${summarize(ratios, 2)} times ${name}${wanted ?? ""}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      only: { type: "string", default: "" },
    },
  });
  if (!isInstalled("wrk")) {
    console.error("wrk is missing: install it with your package manager");
    Deno.exit(1);
  }
  const effort = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
  };
  const directory = await Deno.makeTempDir();
  try {
    const site = await makeSite(directory);
    for (const row of ROWS) {
      if (!row.title.includes(values.only)) continue;
      console.log(row.title);
      await using stack = new AsyncDisposableStack();
      const servers = await startServers(row, site, stack);
      print(row, await measureRow(row, servers, effort));
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
  const title = "memory per idle connection";
  if (title.includes(values.only)) await compareIdleMemory();
}

await main();
