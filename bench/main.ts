/**
 * The engine of stage 06 beside its peers: `Deno.serve`, nginx, lighttpd and
 * Python's http.server, measured in turn, in one run, so that whatever else the
 * machine does meets all of them. Each server is one process, and the clients,
 * by wrk, are another.
 *
 * Run it with `deno task bench`, on Linux. It takes `--rounds N` (5),
 * `--seconds N` (2) for each server and round, and `--only TEXT` for the rows
 * whose title has that text. Nothing asserts these figures: they belong to the
 * machine as much as to the servers.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { compareIdleMemory } from "./idle_connections.ts";
import { type Load, run, type Sample } from "./load.ts";
import { isInstalled, missingPackage, type Site, startPeer } from "./peers.ts";
import type { ServerProcess } from "./server_process.ts";
import { summarize } from "./statistics.ts";

/** How long a server is asked before anything counts, in seconds. */
const WARM_UP_SECONDS = 1;

/** What a row compares: higher is better for "rate", lower for "cpu". */
type Measure = "rate" | "cpu";

/** A row of the table: a work, who does it, and what is to be reached. */
interface Row {
  readonly title: string;
  readonly load: Load;
  readonly measure: Measure;
  /** The server of this course. */
  readonly ours: string;
  /** The others, and what the ratio should be. */
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
    ours: "serveHttp",
    goals: { "Deno.serve": 0.95, "nginx": 0.9 },
  },
  {
    title: "the same through Request and Response",
    load: HELLO,
    measure: "rate",
    ours: "bridge",
    goals: { "Deno.serve": 0.5 },
  },
  {
    title: "9 browser headers, read by the handler",
    load: { ...HELLO, headers: BROWSER_HEADERS },
    measure: "rate",
    ours: "serveHttp headers",
    goals: { "Deno.serve headers": 0.9 },
  },
  {
    title: "16 pipelined requests",
    load: { ...HELLO, script: "pipelined.lua" },
    measure: "rate",
    ours: "serveHttp",
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
    ours: "site",
    goals: { "python http.server": 3 },
  },
  {
    title: "static 1 KiB, kept open",
    load: { path: "/1KiB.bin", connections: 64 },
    measure: "rate",
    ours: "site",
    goals: { "nginx": 0.7 },
  },
  {
    title: "static 100 KiB, kept open",
    load: { path: "/100KiB.bin", connections: 64 },
    measure: "rate",
    ours: "site",
    goals: { "nginx": 0.85 },
  },
  {
    title: "static 10 MiB, CPU time",
    load: { path: "/10MiB.bin", connections: 4 },
    measure: "cpu",
    ours: "site",
    goals: { "nginx": 1.5 },
  },
  {
    title: "CGI, an sh script, 8 connections",
    load: { path: "/cgi-bin/hello", connections: 8 },
    measure: "rate",
    ours: "site",
    goals: { "lighttpd": 0.75, "python --cgi": 4 },
  },
];

/** What a learner would write first, and what any CGI server can run. */
const SCRIPT = "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nHello\\n'\n";

async function makeSite(directory: string): Promise<Site> {
  const files = `${directory}/files`;
  await Deno.mkdir(`${files}/cgi-bin`, { recursive: true });
  const sizes = { "1KiB": 1024, "100KiB": 102_400, "10MiB": 10_485_760 };
  for (const [name, size] of Object.entries(sizes)) {
    await Deno.writeFile(`${files}/${name}.bin`, new Uint8Array(size));
  }
  await Deno.writeTextFile(`${files}/cgi-bin/hello`, SCRIPT, { mode: 0o755 });
  // Python's server runs programs as "nobody", who must be able to find them.
  await Deno.chmod(directory, 0o755);
  return { directory, files };
}

/** Measures all servers of a row in turn, as often as there are rounds. */
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

/** Starts the servers of a row; who is not installed is named and left out. */
async function startServers(
  { ours, goals }: Row,
  site: Site,
  stack: AsyncDisposableStack,
): Promise<Map<string, ServerProcess>> {
  const servers = new Map<string, ServerProcess>();
  for (const name of [ours, ...Object.keys(goals)]) {
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
  for (const [name, goal] of Object.entries(row.goals)) {
    const theirs = samples.get(name)?.map(pick);
    if (theirs === undefined) continue;
    const ratios = ours.map((value, round) => value / theirs[round]);
    const wanted = `${isRate ? "at least" : "at most"} ${goal}`;
    console.log(`  ${name}: ${summarize(theirs, 0)} ${unit}`);
    console.log(`  = ${summarize(ratios, 2)} times ${name}; goal ${wanted}`);
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
    console.error("The clients are wrk's: install wrk");
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
