/**
 * One line per request, as soon as it is known how it ended.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";

/** What has happened on a connection. */
export class AccessLog {
  readonly #remoteAddr: Deno.Addr;
  readonly #log: (line: string) => void;
  #client: string | undefined;
  #pending: { text: string; sent: number | "cut" }[] = [];

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
   * @param requestLine The request-line; "-" if it could not be read.
   * @param status The status of the answer; "-" if there is none.
   * @param sent How many bytes of content it has.
   */
  answered(
    requestLine: string,
    status: number | "-",
    sent: number | "cut",
  ): void {
    // In quotes, and without control characters: no client can forge a line.
    const text = `${quoteForLog(requestLine)} ${status}`;
    this.#pending.push({ text, sent });
  }

  /**
   * Logs the answers that have been noted.
   *
   * @param outcome What became of them, unless they were sent.
   */
  settle(outcome?: "cut"): void {
    if (this.#pending.length === 0) return;
    for (const { text, sent } of this.#pending) {
      this.#write(`${text} ${outcome ?? sent}`);
    }
    this.#pending = [];
  }

  /**
   * Logs a defect of a handler, with its stack on the same line.
   *
   * @param error What was thrown.
   * @param requestLine The request-line, if there is one to blame.
   */
  fail(error: unknown, requestLine?: string): void {
    const stack = error instanceof Error ? error.stack : error;
    const request = requestLine && `${quoteForLog(requestLine)} `;
    this.#write(`${request ?? ""}failed: ${quoteForLog(`${stack}`)}`);
  }

  #write(text: string): void {
    this.#client ??= formatAddr(this.#remoteAddr as Deno.NetAddr);
    this.#log(`${this.#client} ${text}`);
  }
}
