/**
 * One line per request, as soon as it is known how it ended.
 *
 * @module
 */

import { formatAddr } from "../solutions/01_tcp/program.ts";
import { quoteForLog } from "../solutions/01_tcp/quote_for_log.ts";

/** An answer whose end may not have been written yet. */
interface Answered {
  readonly quotedLine: string;
  readonly status: number | "-";
  readonly sent: number | "cut";
}

/** What has happened on a connection. */
export class AccessLog {
  readonly #remoteAddr: Deno.Addr;
  readonly #log: (line: string) => void;
  #client: string | undefined;
  #pending: Answered[] = [];

  /**
   * A log for one connection.
   *
   * @param remoteAddr The client.
   * @param log Takes a line.
   */
  constructor(remoteAddr: Deno.Addr, log: (line: string) => void) {
    this.#remoteAddr = remoteAddr;
    this.#log = log;
  }

  /**
   * Notes an answer whose end may not have been written yet.
   *
   * @param quotedLine The request-line in quotes, made safe for a log.
   * @param status The status of the answer; "-" if there is none.
   * @param sent How many bytes of content it has.
   */
  answered(
    quotedLine: string,
    status: number | "-",
    sent: number | "cut",
  ): void {
    this.#pending.push({ quotedLine, status, sent });
  }

  /**
   * Logs the answers that have been noted.
   *
   * @param outcome What became of them, unless they were sent.
   */
  settle(outcome?: "cut"): void {
    if (this.#pending.length === 0) return;
    for (const { quotedLine, status, sent } of this.#pending) {
      this.#write(`${quotedLine} ${status} ${outcome ?? sent}`);
    }
    this.#pending = [];
  }

  /**
   * Logs a defect of a handler, with its stack on the same line.
   *
   * @param error What was thrown.
   * @param quotedLine The request-line in quotes, if there is one to blame.
   */
  fail(error: unknown, quotedLine?: string): void {
    const request = quotedLine && `${quotedLine} `;
    this.#write(`${request ?? ""}failed: ${quoteForLog(describe(error))}`);
  }

  #write(text: string): void {
    this.#client ??= formatAddr(this.#remoteAddr as Deno.NetAddr);
    try {
      this.#log(`${this.#client} ${text}`);
    } catch {
      // Nobody is left who could be told.
    }
  }
}

/** Anything can be thrown, also what cannot be made text of. */
function describe(error: unknown): string {
  try {
    return String(error instanceof Error ? error.stack : error);
  } catch {
    return `a value of type ${typeof error}`;
  }
}
