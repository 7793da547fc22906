/**
 * Puts load on a server with wrk, and measures its answers.
 *
 * @module
 */

import type { ServerProcess } from "./server_process.ts";

/** The requests, and the number of clients. */
export interface Load {
  /** The path. */
  readonly path: string;
  /** How many connections are open at the same time. */
  readonly connections: number;
  /** Fields of every request besides Host. */
  readonly headers?: readonly string[];
  /** A script for wrk, in this folder. */
  readonly script?: string;
}

/** The result of one run. */
export interface Sample {
  /** Answers per second. */
  readonly rate: number;
  /** The processor time of the server per answer, in microseconds. */
  readonly cpuMicroseconds: number;
}

/**
 * Sends as many requests as one core can.
 *
 * @param server The server.
 * @param load The requests.
 * @param seconds How long.
 * @returns The result.
 * @throws {Error} If an answer was an error, since errors are fast.
 */
export async function run(
  server: ServerProcess,
  load: Load,
  seconds: number,
): Promise<Sample> {
  const before = server.cpuSeconds();
  const { stdout } = await new Deno.Command("wrk", {
    args: makeArguments(server.port, load, seconds),
  }).output();
  const cpuSeconds = server.cpuSeconds() - before;
  const text = new TextDecoder().decode(stdout);
  const rate = /^Requests\/sec:\s*([\d.]+)/m.exec(text);
  const count = /^\s*(\d+) requests in /m.exec(text);
  if (!rate || !count || count[1] === "0" || /Non-2xx/.test(text)) {
    throw new Error(`Cannot measure ${load.path}: wrk says\n${text}`);
  }
  return {
    rate: Number(rate[1]),
    cpuMicroseconds: cpuSeconds * 1e6 / Number(count[1]),
  };
}

function makeArguments(
  port: number,
  { path, connections, headers = [], script }: Load,
  seconds: number,
): string[] {
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`];
  for (const header of headers) args.push("-H", header);
  if (script !== undefined) {
    args.push("-s", new URL(script, import.meta.url).pathname);
  }
  return [...args, `http://127.0.0.1:${port}${path}`];
}
