/**
 * What each technique of the engine gains: the engine is measured with and
 * without it, in turn, and with the plain engine of stage 06 in the same run. The
 * figure is the processor time of the server per answer, which depends less on
 * other load than the number of answers per second.
 *
 * Run it with `deno run -A bench/techniques.ts`, on Linux, with wrk installed. It
 * takes `--rounds N` (5), `--seconds N` (1) for each server and round, and
 * `--only TEXT` for the techniques whose name contains that text. No test asserts
 * these figures.
 *
 * @module
 */

import { readFlags } from "./flags.ts";
import { type Load, run } from "./load.ts";
import { BROWSER_HEADERS, makeSite } from "./rows.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { summarize } from "./statistics.ts";

const ROOT = new URL("../", import.meta.url);

/** A technique, and the load that shows it. */
interface Technique {
  readonly name: string;
  /** The module that it is in. */
  readonly module: string;
  /** The same module without it, in `without/`. */
  readonly without: string;
  readonly load: Load;
  /** What the server answers: its name in `hello_server.ts`, or files. */
  readonly server: "" | " headers" | " bridge" | "site";
}

const HELLO: Load = { path: "/", connections: 64 };

const TECHNIQUES: readonly Technique[] = [
  {
    name: "one pass over a header section",
    module: "head/quick_head_reader.ts",
    without: "quick_heads.ts",
    load: HELLO,
    server: "",
  },
  {
    name: "lazy Headers, 9 browser headers",
    module: "bridge/lazy_headers.ts",
    without: "lazy_headers.ts",
    load: { ...HELLO, headers: BROWSER_HEADERS },
    server: " headers",
  },
  {
    name: "lazy Request",
    module: "bridge/lazy_request.ts",
    without: "lazy_request.ts",
    load: HELLO,
    server: " bridge",
  },
  {
    name: "a known head, 16 pipelined requests",
    module: "response/known_head.ts",
    without: "known_head.ts",
    load: { ...HELLO, script: "pipelined.lua" },
    server: "",
  },
  {
    name: "outputs flushed together",
    module: "io/flush_batch.ts",
    without: "flush_batch.ts",
    load: HELLO,
    server: "",
  },
  {
    name: "a pool of buffers",
    module: "io/buffer_pool.ts",
    without: "buffer_pool.ts",
    load: HELLO,
    server: "",
  },
  {
    name: "the fast path to files, 1 KiB",
    module: "files/fast_files.ts",
    without: "fast_files.ts",
    load: { path: "/1KiB.bin", connections: 64 },
    server: "site",
  },
  {
    name: "shared bytes, 100 KiB",
    module: "files/shared_bytes.ts",
    without: "shared_bytes.ts",
    load: { path: "/100KiB.bin", connections: 64 },
    server: "site",
  },
  {
    name: "files read into the output buffer, 10 MiB",
    module: "files/read_file.ts",
    without: "file_stream.ts",
    load: { path: "/10MiB.bin", connections: 4 },
    server: "site",
  },
];

/** Writes an import map that replaces the module of a technique. */
async function writeImportMap(
  directory: string,
  { module, without }: Technique,
): Promise<string> {
  const original = new URL(`engine/${module}`, ROOT).href;
  const replacement = new URL(`bench/without/${without}`, ROOT).href;
  const config = await Deno.readTextFile(new URL("deno.json", ROOT));
  const map = {
    imports: { ...JSON.parse(config).imports, [original]: replacement },
    scopes: { [replacement]: { [original]: original } },
  };
  const file = `${directory}/${without}.json`;
  await Deno.writeTextFile(file, JSON.stringify(map));
  return file;
}

function start(
  engine: "engine" | "plain",
  { server }: Technique,
  { files, importMap }: { files: string; importMap?: string },
): Promise<ServerProcess> {
  const [name, ...args] = server === "site"
    ? ["site_server.ts", engine, files, `${files}/cgi-bin`]
    : ["hello_server.ts", engine + server];
  return startServer(name, args, { importMap });
}

/** Measures a technique; prints its gain. */
async function measure(
  technique: Technique,
  { directory, files }: { directory: string; files: string },
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<void> {
  const importMap = await writeImportMap(directory, technique);
  await using all = await start("engine", technique, { files });
  await using without = await start("engine", technique, { files, importMap });
  await using plain = await start("plain", technique, { files });
  const servers = { all, without, plain };
  const times: Record<keyof typeof servers, number[]> = {
    all: [],
    without: [],
    plain: [],
  };
  for (let round = 0; round <= rounds; round++) {
    for (const name of Object.keys(servers) as (keyof typeof servers)[]) {
      const { cpuMicroseconds } = await run(
        servers[name],
        technique.load,
        seconds,
      );
      // The first round only warms up.
      if (round > 0) times[name].push(cpuMicroseconds);
    }
  }
  const ratios = (name: "without" | "plain") =>
    times[name].map((time, round) => time / times.all[round]);
  console.log(technique.name);
  console.log(`  ${summarize(times.all, 1)} µs of CPU per answer`);
  console.log(`  without it: ${summarize(ratios("without"), 2)} times that`);
  console.log(`  plain engine: ${summarize(ratios("plain"), 2)} times that`);
}

const { only, ...effort } = readFlags({ rounds: 5, seconds: 1, only: "" });
const directory = await Deno.makeTempDir();
try {
  const site = await makeSite(directory);
  for (const technique of TECHNIQUES) {
    if (!technique.name.includes(only)) continue;
    await measure(technique, site, effort);
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}
