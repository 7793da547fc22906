/**
 * The memory that a server needs to send a file of 1 GiB, to a client that reads
 * as fast as it can and to a slow one. Stage 03 may use 64 MiB more than at rest.
 *
 * Run it with `deno run -A bench/static_memory.ts`, on Linux or macOS. It
 * measures stage 03 and the engine's program. No test asserts these figures: they
 * depend on the machine as much as on the server.
 *
 * @module
 */

import { type ServerProcess, sleep, startServer } from "./server_process.ts";

const MIB = 1024 * 1024;
const FILE_SIZE = 1024 * MIB;
const SAMPLE_MS = 10;

const SERVERS = ["../solutions/03_static.ts", "../engine/main.ts"];

/** How a client reads. */
interface Reader {
  /** Its name in the report. */
  readonly name: string;
  /** How long it waits before it begins to read, in milliseconds. */
  readonly pauseMs: number;
  /** How much it reads at most, in bytes per second. */
  readonly rate: number;
}

const READERS: readonly Reader[] = [
  { name: "fast reader", pauseMs: 0, rate: Infinity },
  // Long enough for a server without backpressure to read the whole file.
  { name: "slow reader", pauseMs: 3000, rate: 64 * MIB },
];

/** Returns the largest resident memory of a server during a task, in bytes. */
async function peakDuring(
  server: ServerProcess,
  task: Promise<void>,
): Promise<number> {
  let isRunning = true;
  let peak = 0;
  const end = task.finally(() => isRunning = false);
  while (isRunning) {
    peak = Math.max(peak, await server.residentBytes());
    await sleep(SAMPLE_MS);
  }
  await end;
  return peak;
}

async function download(
  url: string,
  size: number,
  { pauseMs, rate }: Reader,
): Promise<void> {
  const { body, status } = await fetch(url);
  if (status !== 200) throw new Error(`Expected status 200, found ${status}`);
  await sleep(pauseMs);
  const start = performance.now();
  let received = 0;
  for await (const chunk of body ?? []) {
    received += chunk.length;
    const aheadMs = received / rate * 1000 - (performance.now() - start);
    if (aheadMs > 1) await sleep(aheadMs);
  }
  if (received === size) return;
  throw new Error(`Expected ${size} bytes, received ${received}`);
}

async function measure(
  module: string,
  root: string,
  reader: Reader,
): Promise<string> {
  const args = ["--port=0", `--root=${root}`];
  await using server = await startServer(module, args);
  const url = `http://127.0.0.1:${server.port}/`;
  // The first request loads what every request needs.
  await download(`${url}small`, 5, READERS[0]);
  const atRest = await server.residentBytes();
  const start = performance.now();
  const task = download(`${url}large`, FILE_SIZE, reader);
  const peak = await peakDuring(server, task);
  const seconds = (performance.now() - start - reader.pauseMs) / 1000;
  const extra = ((peak - atRest) / MIB).toFixed(1);
  const throughput = (FILE_SIZE / MIB / seconds).toFixed(0);
  const rest = (atRest / MIB).toFixed(1);
  return `${extra} MiB more than the ${rest} MiB at rest, ${throughput} MiB/s`;
}

const root = await Deno.makeTempDir();
try {
  await Deno.writeTextFile(`${root}/small`, "small");
  await Deno.writeTextFile(`${root}/large`, "");
  await Deno.truncate(`${root}/large`, FILE_SIZE);
  for (const module of SERVERS) {
    for (const reader of READERS) {
      const result = await measure(module, root, reader);
      console.log(`${module.slice("../".length)}, ${reader.name}: ${result}`);
    }
  }
} finally {
  await Deno.remove(root, { recursive: true });
}
