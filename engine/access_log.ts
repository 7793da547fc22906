/**
 * One log line per request, written as soon as its outcome is known.
 *
 * @module
 */

import { formatAddr } from "../solutions/01_tcp/program.ts";
import { quoteForLog } from "../solutions/01_tcp/quote_for_log.ts";
import { describeThrown } from "../solutions/02_http/exchange.ts";

/** An answer that may not have been written completely yet. */
interface Answered {
  readonly quotedLine: string;
  readonly status: number | "-";
  readonly sent: number | "cut";
}

/** The log of one connection. */
export class AccessLog {
  readonly #remoteAddr: Deno.Addr;
  readonly #log: (line: string) => void;
  #client: string | undefined;
  #pending: Answered[] = [];

  /**
   * A log without entries.
   *
   * @param remoteAddr The address of the client.
   * @param log Takes a line; it must not throw.
   */
  constructor(remoteAddr: Deno.Addr, log: (line: string) => void) {
    this.#remoteAddr = remoteAddr;
    this.#log = log;
  }

  /**
   * Adds an answer that may not have been written completely yet.
   *
   * @param quotedLine The request-line, quoted and escaped.
   * @param status The status of the answer; "-" if there is no answer.
   * @param sent How many bytes of content it has.
   */
  add(quotedLine: string, status: number | "-", sent: number | "cut"): void {
    this.#pending.push({ quotedLine, status, sent });
  }

  /**
   * Writes the lines of the answers that were added.
   *
   * @param outcome "cut" if they were not sent completely.
   */
  settle(outcome?: "cut"): void {
    if (this.#pending.length === 0) return;
    const client = this.#formatClient();
    for (const { quotedLine, status, sent } of this.#pending) {
      this.#log(`${client} ${quotedLine} ${status} ${outcome ?? sent}`);
    }
    this.#pending = [];
  }

  /**
   * Logs an unexpected error, with its stack on the same line.
   *
   * @param error What was thrown.
   * @param quotedLine The request-line, quoted and escaped, if a request caused
   * the error.
   */
  fail(error: unknown, quotedLine?: string): void {
    const request = quotedLine === undefined ? "" : `${quotedLine} `;
    const reason = quoteForLog(describeThrown(error));
    this.#log(`${this.#formatClient()} ${request}failed: ${reason}`);
  }

  #formatClient(): string {
    return this.#client ??= formatAddr(this.#remoteAddr as Deno.NetAddr);
  }
}
