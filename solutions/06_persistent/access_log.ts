/**
 * One line per request, as soon as it is known how it ended.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";

/** An answer whose end may not have been written yet. */
interface Answered {
  readonly requestLine: string;
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
   * @param requestLine The request-line; "-" if it could not be read.
   * @param status The status of the answer; "-" if there is none.
   * @param sent How many bytes of content it has.
   */
  answered(
    requestLine: string,
    status: number | "-",
    sent: number | "cut",
  ): void {
    this.#pending.push({ requestLine, status, sent });
  }

  /**
   * Logs the answers that have been noted.
   *
   * @param outcome What became of them, unless they were sent.
   */
  settle(outcome?: "cut"): void {
    if (this.#pending.length === 0) return;
    for (const { requestLine, status, sent } of this.#pending) {
      this.#write(`${quote(requestLine)} ${status} ${outcome ?? sent}`);
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
    const request = requestLine && `${quote(requestLine)} `;
    this.#write(`${request ?? ""}failed: ${quoteForLog(`${stack}`)}`);
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

/** No client can forge a line; and where none tries, it takes 0.2 µs less. */
function quote(requestLine: string): string {
  const isPlain = /^[ !#-[\]-~]*$/.test(requestLine);
  return isPlain ? `"${requestLine}"` : quoteForLog(requestLine);
}
