/**
 * The test that runs now: the connections that it has opened, what the server
 * did on its side of them, and what went wrong outside the test's own course.
 * Deno runs the tests of a file one after the other, so there is one at a time.
 *
 * @module
 */

import type { Failure } from "./failure.ts";
import { ConnectionCalls } from "./connection_calls.ts";
import type { Transcript } from "./transcript.ts";

/** A connection that a test has opened and that must be closed at its end. */
export interface Opened {
  /** The client's own end. */
  readonly localAddr: Deno.NetAddr;
  /** What travelled. */
  readonly transcript: Transcript;
  /** Whether the test has closed or reset it, as a client that goes away. */
  readonly hasLeft: boolean;
  /** Closes it without a record; may be called twice. */
  destroy(): Promise<void>;
}

/** The state of one running test. */
export class TaskRun {
  /** The connection that was used last: a failure shows it. */
  lastUsed: Transcript | undefined;
  /** What the server under test has logged: a failure shows the end of it. */
  log: readonly string[] = [];
  /** Whether the test has ended, so that nothing can fail it any more. */
  isOver = false;
  /** Whether something has failed it. */
  hasFailed = false;
  /** Whether a listener of the server is watched: not in another program. */
  isWatchingAccepts = false;
  /** How many accept() of the server wait for a client. */
  pendingAccepts = 0;
  /** Rejects when something goes wrong that the test does not await. */
  readonly defect: Promise<never>;
  /** The connections of the test, in the order in which they were opened. */
  readonly connections: Opened[] = [];
  readonly #calls = new Map<number, ConnectionCalls>();
  /** Settles when the body of the test has ended, or was given up. */
  readonly released: Promise<void>;
  readonly #reject: (failure: Failure) => void;
  readonly #release: () => void;

  /** A run that has opened nothing yet. */
  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.defect = promise;
    this.#reject = reject;
    const released = Promise.withResolvers<void>();
    this.released = released.promise;
    this.#release = released.resolve;
  }

  /** Whether the test has closed or reset a connection of its own. */
  get hasLeft(): boolean {
    return this.connections.some((connection) => connection.hasLeft);
  }

  /**
   * Makes the test fail, wherever it stands.
   *
   * @param failure What happened.
   */
  fail(failure: Failure): void {
    this.hasFailed = true;
    this.#reject(failure);
  }

  /**
   * The server's side of a connection, as the server calls it.
   *
   * @param port The client's port, which tells the connections apart.
   * @returns Its record; a new one at first.
   */
  callsOn(port: number): ConnectionCalls {
    const known = this.#calls.get(port);
    if (known) return known;
    const side = new ConnectionCalls();
    this.#calls.set(port, side);
    return side;
  }

  /**
   * The server's side of a connection that a client has recorded.
   *
   * @param transcript The client's record.
   * @returns The server's record; `undefined` if it has not accepted the
   * connection, or is another program.
   */
  callsFor(transcript: Transcript | undefined): ConnectionCalls | undefined {
    const client = this.connections.find((one) =>
      one.transcript === transcript
    );
    return client && this.#calls.get(client.localAddr.port);
  }

  /** Closes every connection of the test, once its body has ended. */
  async release(): Promise<void> {
    this.#release();
    await Promise.all(
      this.connections.map((connection) => connection.destroy()),
    );
  }
}

let current: TaskRun | undefined;

/**
 * The running test.
 *
 * @returns Its state, or `undefined` outside a test of the kit.
 */
export function currentRun(): TaskRun | undefined {
  return current;
}

/**
 * Says which test runs.
 *
 * @param run Its state, or `undefined` at its end.
 */
export function setCurrentRun(run: TaskRun | undefined): void {
  current = run;
}
