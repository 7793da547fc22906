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

import { readFlags } from "./flags.ts";
import { compareIdleMemory } from "./idle_connections.ts";
import { run, type Sample } from "./load.ts";
import { isInstalled, missingPackage, type Site, startPeer } from "./peers.ts";
import { makeSite, type Row, ROWS } from "./rows.ts";
import type { ServerProcess } from "./server_process.ts";
import { summarize } from "./statistics.ts";

/** How long a server gets requests before the measurement, in seconds. */
const WARM_UP_SECONDS = 1;

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
  const { only, ...effort } = readFlags({ rounds: 5, seconds: 2, only: "" });
  if (!isInstalled("wrk")) {
    console.error("wrk is missing: install it with your package manager");
    Deno.exit(1);
  }
  const directory = await Deno.makeTempDir();
  try {
    const site = await makeSite(directory);
    for (const row of ROWS) {
      if (!row.title.includes(only)) continue;
      console.log(row.title);
      await using stack = new AsyncDisposableStack();
      const servers = await startServers(row, site, stack);
      print(row, await measureRow(row, servers, effort));
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
  const title = "memory per idle connection";
  if (title.includes(only)) await compareIdleMemory();
}

await main();
