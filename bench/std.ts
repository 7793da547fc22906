/**
 * What the batteries of stage 08 cost and save, beside what the learner wrote:
 * lines of code, requests per second, memory.
 *
 * Run it with `deno run -A bench/std.ts`, on Linux, with wrk installed. Nothing
 * asserts these figures: they belong to the machine as much as to the servers.
 * The page `/` is made by the same guestbook in both, so it compares the engines.
 * A file is sent by the `serveDir` that Deno resolves: with the links of
 * `deno.json` that is the one under `std/`, and its figure says nothing of the
 * genuine one.
 *
 * @module
 */

const SOLUTIONS = new URL("../solutions/", import.meta.url);
const ROUNDS = 5;
const LOAD = ["-t1", "-c16", "-d3s"];
const MIB = 1024 * 1024;

/** A row of the table of lines: files and folders of `solutions/`. */
type Part = readonly [what: string, written: string[], battery: string[]];

const PARTS: readonly Part[] = [
  [
    "engine",
    ["01_tcp.ts", "02_http.ts", "02_http"],
    ["08_std/serve_fetch.ts"],
  ],
  ["files", ["03_static.ts", "03_static"], ["08_std/guard_files.ts"]],
  ["routes", ["05_framework/route.ts"], []],
];

/** Files of these folders that are no part of what is compared. */
const NOT_COUNTED = ["02_http/form_site.ts"];

/** A way to ask for something: with a new connection each time, or not. */
type Run = readonly [what: string, path: string, headers: string[]];

const CLOSE = ["-H", "Connection: close"];

const RUNS: readonly Run[] = [
  ["the guestbook, a connection per request", "", CLOSE],
  ["the guestbook, connections kept", "", []],
  ["a file, a connection per request", "style.css", CLOSE],
];

/** A server in a process of its own. */
interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** The lines of code of a file, or of all files of a folder. */
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

async function startServer(
  solution: string,
  database: string,
): Promise<ServerProcess> {
  const { href } = new URL(solution, SOLUTIONS);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", href, "--port=0", `--database=${database}`],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  // The log has to be read, or the server waits.
  const reading = (async () => {
    while (!(await lines.read()).done);
  })();
  return {
    url: value.split("\n", 1)[0],
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill();
      await reading;
      await child.status;
    },
  };
}

async function requestsPerSecond(url: string, run: Run): Promise<number> {
  const [, path, headers] = run;
  const args = [...LOAD, ...headers, `${url}${path}`];
  const { stdout } = await new Deno.Command("wrk", { args }).output();
  const text = new TextDecoder().decode(stdout);
  return Number(/^Requests\/sec:\s*([\d.]+)/m.exec(text)![1]);
}

/** The most that a process has had in memory, in bytes. */
function peakBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)![1]) * 1024;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Runs the servers in turn, so that other load on the machine meets both. */
async function measure(directory: string, run: Run): Promise<void> {
  const ratios: number[] = [];
  const memory: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates: number[] = [];
    const peaks: number[] = [];
    for (const solution of ["07_database.ts", "08_std.ts"]) {
      await using server = await startServer(solution, `${directory}/book.db`);
      rates.push(await requestsPerSecond(server.url, run));
      peaks.push(peakBytes(server.pid) / MIB);
    }
    ratios.push(rates[1] / rates[0]);
    memory.push([peaks[0], peaks[1]]);
  }
  const [written, battery] = [0, 1].map((i) =>
    median(memory.map((pair) => pair[i])).toFixed(0)
  );
  const range = [Math.min(...ratios), Math.max(...ratios)]
    .map((ratio) => ratio.toFixed(1)).join(" to ");
  console.log(
    `${run[0]}: ${median(ratios).toFixed(1)} times the requests per second ` +
      `(${range}), ${written} MiB written, ${battery} MiB battery`,
  );
}

for (const [what, written, battery] of PARTS) {
  const lines = [written, battery].map((names) => sum(names.map(countLines)));
  console.log(`${what}: ${lines[0]} lines written, ${lines[1]} with battery`);
}
console.log(`the site: ${countLines("08_std.ts")} lines`);
const directory = await Deno.makeTempDir();
try {
  for (const run of RUNS) await measure(directory, run);
} finally {
  await Deno.remove(directory, { recursive: true });
}
