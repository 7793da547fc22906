/**
 * The memory of an idle connection, and how long a new client waits while many
 * are open: the fast engine, the plain one of stage 06, and `Deno.serve`, each in
 * a process of its own. Each connection has had one request answered, like those
 * of browsers.
 *
 * Run it with `deno run -A bench/idle_connections.ts`, on Linux or macOS. It
 * takes `--connections N`, 10 000 by default, and `--rounds N`, 3 by default. No
 * test asserts these figures: they depend on the machine as much as on the
 * servers.
 *
 * @module
 */

import { readFlags } from "./flags.ts";
import { type ServerProcess, sleep, startServer } from "./server_process.ts";
import { summarize } from "./statistics.ts";

const SERVERS = ["engine", "plain", "Deno.serve"] as const;

/** How many clients connect at the same time: a backlog holds no more. */
const AT_ONCE = 100;

/** How long the server rests before its memory is measured, in milliseconds. */
const SETTLE_MS = 3000;

/** How many file descriptors a process needs besides its connections. */
const SPARE_DESCRIPTORS = 100;

const REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

/** The result for one server in one round. */
interface Finding {
  /** The additional memory of each connection, in bytes. */
  readonly perConnection: number;
  /** How long a new client waits for its answer, in milliseconds. */
  readonly answerMs: number;
}

/** How many file descriptors a process may have; Deno raises the limit itself. */
async function descriptorLimit(): Promise<number> {
  const command = new Deno.Command("sh", { args: ["-c", "ulimit -n"] });
  const text = new TextDecoder().decode((await command.output()).stdout).trim();
  return text === "unlimited" ? Infinity : Number(text);
}

/** Sends a request, and reads its answer. */
async function ask(connection: Deno.Conn): Promise<void> {
  await connection.write(REQUEST);
  const bytes = new Uint8Array(1024);
  let answer = "";
  while (!answer.endsWith("Hello, world!\n")) {
    const count = await connection.read(bytes);
    if (count === null) throw new Error(`The server has ended: "${answer}"`);
    answer += new TextDecoder().decode(bytes.subarray(0, count));
  }
}

async function connect(port: number): Promise<Deno.Conn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await ask(connection);
  return connection;
}

async function connectTimes(port: number, times: number): Promise<Deno.Conn[]> {
  const connections: Deno.Conn[] = [];
  while (connections.length < times) {
    const length = Math.min(AT_ONCE, times - connections.length);
    const batch = Array.from({ length }, () => connect(port));
    connections.push(...await Promise.all(batch));
  }
  return connections;
}

/** Sends requests until more of them need no more memory. */
async function warmUp({ port }: ServerProcess): Promise<void> {
  for (const connection of await connectTimes(port, AT_ONCE)) {
    for (let count = 0; count < 100; count++) await ask(connection);
    connection.close();
  }
  await sleep(SETTLE_MS);
}

async function measure(name: string, times: number): Promise<Finding> {
  await using server = await startServer("hello_server.ts", [name]);
  await warmUp(server);
  const atRest = await server.residentBytes();
  const connections = await connectTimes(server.port, times);
  await sleep(SETTLE_MS);
  const occupied = await server.residentBytes();
  const start = performance.now();
  connections.push(await connect(server.port));
  const answerMs = performance.now() - start;
  for (const connection of connections) connection.close();
  return { perConnection: (occupied - atRest) / times, answerMs };
}

/**
 * Measures the memory of idle connections, and prints it.
 *
 * @param wanted How many connections to open; 10 000 by default.
 * @param rounds How often; 3 by default.
 */
export async function compareIdleMemory(
  wanted = 10_000,
  rounds = 3,
): Promise<void> {
  const times = Math.min(wanted, await descriptorLimit() - SPARE_DESCRIPTORS);
  if (times < wanted) {
    console.log(`only ${times} connections: raise the limit with ulimit -n`);
  }
  console.log(`memory per idle connection, ${times} of them`);
  const findings: Record<string, Finding[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of SERVERS) {
      (findings[name] ??= []).push(await measure(name, times));
    }
  }
  for (const name of SERVERS) {
    const memory = findings[name].map((it) => it.perConnection / 1024);
    const answers = findings[name].map((it) => it.answerMs);
    console.log(
      `  ${name}: ${summarize(memory, 2)} KiB each; ` +
        `a new client is answered in ${summarize(answers, 1)} ms`,
    );
  }
  for (const name of ["plain", "Deno.serve"]) {
    const ratios = findings["engine"].map(({ perConnection }, round) =>
      perConnection / findings[name][round].perConnection
    );
    const goal = name === "plain" ? "" : "; goal at most 0.6";
    console.log(`  = ${summarize(ratios, 2)} times ${name}${goal}`);
  }
}

if (import.meta.main) {
  const { connections, rounds } = readFlags({ connections: 10_000, rounds: 3 });
  await compareIdleMemory(connections, rounds);
}
