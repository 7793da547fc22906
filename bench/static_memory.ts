/**
 * What a large file costs the server of stage 03 in memory: 1 GiB, for a client
 * that reads as fast as it can and for one that takes its time. The design of
 * the course allows 64 MiB more than the server needs at rest.
 *
 * Run it with `deno run -A bench/static_memory.ts`, on Linux or macOS. Nothing
 * asserts these figures: they belong to the machine as much as to the server.
 *
 * @module
 */

const MIB = 1024 * 1024;
const FILE_SIZE = 1024 * MIB;
const SAMPLE_MS = 10;

/** How a client reads. */
interface Reader {
  /** What the report calls it. */
  name: string;
  /** How long it waits before it reads at all, in milliseconds. */
  pauseMs: number;
  /** How much it takes at most, in bytes per second. */
  rate: number;
}

const READERS: readonly Reader[] = [
  { name: "fast reader", pauseMs: 0, rate: Infinity },
  // Long enough for a server that does not wait to put the whole file in memory.
  { name: "slow reader", pauseMs: 3000, rate: 64 * MIB },
];

/** The server, in a process of its own. */
interface ServerProcess extends AsyncDisposable {
  url: string;
  pid: number;
}

async function startServer(root: string): Promise<ServerProcess> {
  const solution = new URL("../solutions/03_static.ts", import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", solution, "--port=0", `--root=${root}`],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  lines.releaseLock();
  return {
    url: value.trim(),
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
    },
  };
}

/** What a process has in memory now, in bytes. */
async function residentBytes(pid: number): Promise<number> {
  if (Deno.build.os === "linux") {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)![1]) * 1024;
  }
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "rss=", "-p", `${pid}`],
  }).output();
  return Number(new TextDecoder().decode(stdout)) * 1024;
}

/** The most that a process has in memory while something goes on, in bytes. */
async function peakDuring(pid: number, task: Promise<void>): Promise<number> {
  let running = true;
  let peak = 0;
  const end = task.finally(() => running = false);
  while (running) {
    peak = Math.max(peak, await residentBytes(pid));
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

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function measure(root: string): Promise<void> {
  await Deno.writeTextFile(`${root}/small`, "small");
  await Deno.writeTextFile(`${root}/large`, "");
  await Deno.truncate(`${root}/large`, FILE_SIZE);
  for (const reader of READERS) {
    await using server = await startServer(root);
    // The first request loads what any request needs.
    await download(`${server.url}small`, 5, READERS[0]);
    const atRest = await residentBytes(server.pid);
    const start = performance.now();
    const peak = await peakDuring(
      server.pid,
      download(`${server.url}large`, FILE_SIZE, reader),
    );
    const seconds = (performance.now() - start - reader.pauseMs) / 1000;
    const extra = ((peak - atRest) / MIB).toFixed(1);
    const throughput = (FILE_SIZE / MIB / seconds).toFixed(0);
    const rest = (atRest / MIB).toFixed(1);
    console.log(
      `${reader.name}: ${extra} MiB more than the ${rest} MiB at rest, ${throughput} MiB/s`,
    );
  }
}

const root = await Deno.makeTempDir();
try {
  await measure(root);
} finally {
  await Deno.remove(root, { recursive: true });
}
