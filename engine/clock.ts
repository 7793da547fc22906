/**
 * The time, for deadlines and for Date.
 *
 * A timer for each request costs 1.3 µs, a sixth of the time of a small answer.
 * Instead, one timer serves all connections. They note their deadlines, and at
 * every tick the server checks which of them have passed.
 *
 * @module
 */

import { formatHttpDate } from "../solutions/02_http/http_date.ts";
import { encodeLatin1 } from "../solutions/02_http/syntax.ts";
import type { Bytes } from "../solutions/02_http/types.ts";

/** The longest time between two ticks, in milliseconds. */
const MAX_TICK_MS = 250;

/** The shortest time between two ticks, in milliseconds. */
const MIN_TICK_MS = 10;

/** A clock that ticks. */
export class Clock {
  /**
   * The time for deadlines as of the last tick, in milliseconds. It stands still
   * while the server is busy: a client is not late because the server was.
   */
  now = 0;
  readonly #tickMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #lastTick: number = performance.now();
  #turn: ReturnType<typeof setTimeout> | undefined;
  #second = 0;
  #dateLine: Bytes = new Uint8Array();
  #isDateFresh = false;

  /**
   * Starts the clock.
   *
   * @param shortestMs The shortest timeout that is measured with it, in
   * milliseconds. A deadline is noticed at most a quarter of that too late.
   * @param onTick Called at every tick.
   */
  constructor(shortestMs: number, onTick: () => void) {
    const tickMs = Math.min(shortestMs / 4, MAX_TICK_MS);
    this.#tickMs = Math.max(tickMs, MIN_TICK_MS);
    this.#timer = setInterval(() => {
      // One more turn delivers the bytes that arrived while the server was busy.
      this.#turn = setTimeout(() => {
        this.#advance();
        onTick();
      }, 0);
    }, this.#tickMs);
  }

  /**
   * The Date field, RFC 9110 section 6.6.1, followed by an empty line: the end of
   * a header section. It is formatted once per second. To ask the system for the
   * time costs 0.05 µs, so all answers that leave together have the same Date.
   */
  get dateLine(): Bytes {
    if (this.#isDateFresh) return this.#dateLine;
    this.#isDateFresh = true;
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      const date = formatHttpDate(second * 1000);
      this.#dateLine = encodeLatin1(`Date: ${date}\r\n\r\n`);
    }
    return this.#dateLine;
  }

  /** Says that the answers with this Date leave: the next ones need another. */
  readonly expireDate = (): void => {
    this.#isDateFresh = false;
  };

  /** Stops the clock. */
  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#turn);
  }

  #advance(): void {
    const now = performance.now();
    this.now += Math.min(now - this.#lastTick, 2 * this.#tickMs);
    this.#lastTick = now;
  }
}
