/**
 * Whether the memory of an engine stays flat while clients of all kinds use it:
 * they send requests one by one or pipelined, with and without bodies, send
 * malformed requests, and disconnect in the middle.
 *
 * Run it with `deno run -A bench/soak.ts`, on Linux or macOS. It takes
 * `--seconds N` (120) and `--engine plain`, for that of stage 06. The first
 * quarter does not count, because the process still grows to its usual size. No
 * test asserts these figures.
 *
 * @module
 */

import { readFlags } from "./flags.ts";
import { type ServerProcess, sleep, startServer } from "./server_process.ts";

const CLIENTS = 16;
const PER_CONNECTION = 20;
const SAMPLE_MS = 500;
const WARM_UP = 1 / 4;

/** One in this many connections is closed in the middle. */
const LEAVERS = 10;

const HOST = "HTTP/1.1\r\nHost: x\r\n";

const REQUESTS = [
  `GET /text ${HOST}\r\n`,
  `GET /headers ${HOST}Accept: */*\r\nCookie: a=b\r\nUser-Agent: soak\r\n\r\n`,
  `HEAD /index.html ${HOST}\r\n`,
  `GET /index.html ${HOST}\r\n`,
  `GET /test.jpg ${HOST}Range: bytes=0-999\r\n\r\n`,
  `GET /nothing ${HOST}\r\n`,
  `GET /stream ${HOST}\r\n`,
  `GET /throw ${HOST}\r\n`,
  `OPTIONS * ${HOST}\r\n`,
  `POST /echo ${HOST}Content-Length: 1000\r\n\r\n${"a".repeat(1000)}`,
  `POST /leave ${HOST}Content-Length: 1000\r\n\r\n${"a".repeat(1000)}`,
  `POST /echo ${HOST}Transfer-Encoding: chunked\r\n\r\n` +
  `5;a=b\r\nhello\r\n3e8\r\n${"b".repeat(1000)}\r\n0\r\nA: b\r\n\r\n`,
  `POST /leave ${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
];

/** The connection ends after one of these. */
const LAST_REQUESTS = [
  `GET /text ${HOST}Connection: close\r\n\r\n`,
  "GET /text HTTP/1.0\r\n\r\n",
  "HELLO\r\n\r\n",
  `GET / ${HOST}Content-Length: +1\r\n\r\n`,
  `POST /echo ${HOST}Transfer-Encoding: chunked\r\n\r\nno size\r\n`,
  `POST /echo ${HOST}Content-Length: 9999999\r\n\r\n`,
  `POST /echo ${HOST}Expect: 100-continue\r\nContent-Length: 2\r\n` +
  "Connection: close\r\n\r\nhi",
];

/** The sums over all clients. */
interface Tally {
  connections: number;
  answers: number;
  /** Answers that were expected but did not arrive. */
  missing: number;
}

/** The memory of the server in KiB, and when it was measured, in minutes. */
type Sample = readonly [minutes: number, kibibytes: number];

const encoder = new TextEncoder();

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)];
}

/** Sends requests on a connection, one by one or all at once. */
async function send(
  connection: Deno.Conn,
  messages: readonly string[],
): Promise<void> {
  const pieces = Math.random() < 0.5 ? messages : [messages.join("")];
  for (const piece of pieces) {
    let rest = encoder.encode(piece);
    while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
  }
}

/** Counts the answers by their Date, which 100 Continue does not have. */
async function countAnswers(connection: Deno.Conn): Promise<number> {
  const decoder = new TextDecoder("latin1");
  const bytes = new Uint8Array(65_536);
  let tail = "";
  let answers = 0;
  for (;;) {
    const count = await connection.read(bytes);
    if (count === null) return answers;
    const text = tail + decoder.decode(bytes.subarray(0, count));
    answers += text.match(/\r\nDate: /g)?.length ?? 0;
    // The name may be cut between two reads. The tail is too short for all of it.
    tail = text.slice(1 - "\r\nDate: ".length);
  }
}

/** One connection from its beginning to its end. */
async function converse(port: number, tally: Tally): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  tally.connections++;
  const messages = Array.from({ length: PER_CONNECTION }, () => pick(REQUESTS));
  if (Math.random() < 1 / LEAVERS) {
    await send(connection, messages);
    await connection.read(new Uint8Array(1024));
    return;
  }
  messages.push(pick(LAST_REQUESTS));
  const counting = countAnswers(connection);
  await send(connection, messages);
  const answers = await counting;
  tally.answers += answers;
  tally.missing += messages.length - answers;
}

/** Measures the memory after the warm-up, while the clients are active. */
async function takeSamples(
  server: ServerProcess,
  seconds: number,
): Promise<Sample[]> {
  const start = performance.now();
  const samples: Sample[] = [];
  for (;;) {
    await sleep(SAMPLE_MS);
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed > seconds) return samples;
    if (elapsed < seconds * WARM_UP) continue;
    samples.push([elapsed / 60, await server.residentBytes() / 1024]);
  }
}

/** Fits a line by least squares; returns its slope and the standard error. */
function fitSlope(samples: readonly Sample[]) {
  const mean = (index: 0 | 1) =>
    samples.reduce((sum, sample) => sum + sample[index], 0) / samples.length;
  const [time, memory] = [mean(0), mean(1)];
  let covariance = 0;
  let variance = 0;
  for (const [minutes, kibibytes] of samples) {
    covariance += (minutes - time) * (kibibytes - memory);
    variance += (minutes - time) ** 2;
  }
  const slope = covariance / variance;
  const residual = samples.reduce(
    (sum, [minutes, kibibytes]) =>
      sum + (kibibytes - memory - slope * (minutes - time)) ** 2,
    0,
  );
  const error = Math.sqrt(residual / (samples.length - 2) / variance);
  return { slope, error };
}

function report(samples: readonly Sample[], tally: Tally): void {
  const kibibytes = samples.map(([, memory]) => memory);
  const [least, most] = [Math.min(...kibibytes), Math.max(...kibibytes)]
    .map((memory) => (memory / 1024).toFixed(1));
  const { slope, error } = fitSlope(samples);
  console.log(
    `${tally.answers} answers on ${tally.connections} connections, ` +
      `${tally.missing} missing`,
  );
  console.log(`memory after the warm-up: ${least} to ${most} MiB`);
  console.log(
    `slope: ${slope.toFixed(0)} KiB per minute (standard error ` +
      `${error.toFixed(0)}, ${samples.length} samples)`,
  );
}

const { seconds, engine } = readFlags({ seconds: 120, engine: "fast" });
await using server = await startServer("soak_server.ts", [engine]);
const tally: Tally = { connections: 0, answers: 0, missing: 0 };
let isOver = false;
const clients = Array.from({ length: CLIENTS }, async () => {
  while (!isOver) await converse(server.port, tally);
});
const samples = await takeSamples(server, seconds);
isOver = true;
await Promise.all(clients);
report(samples, tally);
