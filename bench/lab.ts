/**
 * Measures the time that the wire lab adds to an exchange: the same server alone, and in the lab
 * with its calls watched and a page listening. Requests on a connection that is
 * kept open, and requests on a connection each.
 *
 * Run it with `deno run -A bench/lab.ts`; it takes `--exchanges N`, 500 by
 * default. Nothing asserts these figures.
 *
 * @module
 */

import { readFlags } from "./flags.ts";
import {
  freePort,
  type ServerProcess,
  startProgram,
} from "./server_process.ts";
import { summarize } from "./statistics.ts";

const ROOT = new URL("../", import.meta.url);
const ROUNDS = 5;

const REQUEST = new TextEncoder().encode(
  "GET /notes/tcp.txt HTTP/1.1\r\nHost: x\r\n\r\n",
);

/** Makes some exchanges, and returns how long each took, in milliseconds. */
type Work = (port: number, exchanges: number) => Promise<number[]>;

/** Starts the server of stage 06, alone. */
async function startAlone(): Promise<ServerProcess> {
  const port = freePort();
  return await startProgram([
    Deno.execPath(),
    "run",
    "-A",
    new URL("solutions/06_persistent.ts", ROOT).href,
    `--port=${port}`,
  ], port);
}

/** Starts it in the lab. */
async function startInLab(pagePort: number): Promise<ServerProcess> {
  const port = freePort();
  return await startProgram([
    Deno.execPath(),
    "run",
    "-A",
    new URL("lab/main.ts", ROOT).href,
    "06",
    "--reference",
    `--port=${port}`,
    `--page-port=${pagePort}`,
  ], port);
}

/** All exchanges on one connection. */
async function keepOpen(port: number, exchanges: number): Promise<number[]> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  const length = await exchange(connection);
  const times: number[] = [];
  for (let count = 0; count < exchanges; count++) {
    const begun = performance.now();
    await exchange(connection, length);
    times.push(performance.now() - begun);
  }
  return times;
}

/** A connection for each exchange. */
async function connectEachTime(
  port: number,
  exchanges: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < exchanges; count++) {
    const begun = performance.now();
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await exchange(connection);
    times.push(performance.now() - begun);
  }
  return times;
}

/** Sends a request, and reads the answer: `length` bytes, or what comes first. */
async function exchange(
  connection: Deno.TcpConn,
  length = 1,
): Promise<number> {
  await connection.write(REQUEST);
  const buffer = new Uint8Array(64 * 1024);
  let received = 0;
  while (received < length) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error("The server has closed");
    received += count;
  }
  return received;
}

/** Listens to the events, as an open page does. */
async function openPage(pagePort: number): Promise<() => Promise<void>> {
  const url = `http://127.0.0.1:${pagePort}/events`;
  const leaving = new AbortController();
  const { body } = await fetch(url, { signal: leaving.signal });
  const reading = body!.pipeTo(new WritableStream()).catch(() => {});
  return async () => {
    leaving.abort();
    await reading;
  };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** One in a hundred takes longer. */
function slow(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)];
}

const { exchanges } = readFlags({ exchanges: 500 });
const pagePort = freePort();
await using server = await startAlone();
await using inLab = await startInLab(pagePort);
const leave = await openPage(pagePort);
const works: Record<string, Work> = {
  "one connection": keepOpen,
  "a connection each": connectEachTime,
};
for (const [name, work] of Object.entries(works)) {
  const alone: number[] = [];
  const added: number[] = [];
  const addedSlow: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const direct = await work(server.port, exchanges);
    const through = await work(inLab.port, exchanges);
    // The first round is for warming up.
    if (round === 0) continue;
    alone.push(median(direct));
    added.push(median(through) - median(direct));
    addedSlow.push(slow(through) - slow(direct));
  }
  console.log(
    `${name}: ${summarize(alone, 2)} ms alone; ` +
      `the lab adds ${summarize(added, 2)} ms, ` +
      `to the slowest in a hundred ${summarize(addedSlow, 2)} ms`,
  );
}
await leave();
