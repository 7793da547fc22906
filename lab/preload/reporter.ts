/**
 * The line from the server's process to the lab: what the server does, one JSON
 * text per line, sent without making the server wait.
 *
 * @module
 */

import type { Report } from "./report.ts";

/** How much may wait to be sent, in characters; more is left out. */
const MAX_WAITING = 1 << 22;

/** How long reports are collected, so that the server is not held up, in ms. */
const COLLECT_MS = 10;

const encoder = new TextEncoder();

/** Sends reports to the lab. */
export class Reporter {
  readonly #connection: Promise<Deno.TcpConn>;
  #waiting = "";
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Connects to the lab.
   *
   * @param connect `Deno.connect`, before anybody could have changed it.
   * @param port Where the lab listens.
   * @param token What the lab knows this process by.
   */
  constructor(connect: typeof Deno.connect, port: number, token: string) {
    this.#connection = connect({ hostname: "127.0.0.1", port });
    this.#waiting = `${JSON.stringify({ token })}\n`;
    this.#connection.then((connection) => endWithLab(connection), () => {});
    this.#send();
  }

  /**
   * Sends one report.
   *
   * @param report What the server does.
   */
  report(report: Report): void {
    if (this.#waiting.length > MAX_WAITING) return;
    this.#waiting += `${JSON.stringify(report)}\n`;
    if (report.type === "listening") return void this.#send();
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, COLLECT_MS);
    // A server that has nothing else to do may end.
    Deno.unrefTimer(this.#timer as unknown as number);
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      const connection = await this.#connection;
      while (this.#waiting !== "") {
        const bytes = encoder.encode(this.#waiting);
        this.#waiting = "";
        for (let sent = 0; sent < bytes.length;) {
          sent += await connection.write(bytes.subarray(sent));
        }
      }
    } catch {
      // Without the lab, the server runs on; endWithLab() decides.
    }
    this.#isSending = false;
  }
}

/**
 * The time, comparable between the processes of one machine.
 *
 * @returns Milliseconds since 1970, with fractions.
 */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** A lab that was killed must not leave a running server. */
async function endWithLab(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay(true);
  // This read must not keep a server alive that has nothing else to do.
  connection.unref();
  try {
    while (await connection.read(new Uint8Array(16)) !== null);
  } catch {
    // A reset is an end as well.
  }
  Deno.exit(1);
}
