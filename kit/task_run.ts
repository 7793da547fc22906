/**
 * The state of the running test: its connections, the server's calls on them, and
 * errors that the test does not await. Deno runs the tests of a file one after the
 * other, so there is one running test at a time.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import type { Failure } from "./failure.ts";
import { ConnectionCalls } from "./connection_calls.ts";
import type { Transcript } from "./transcript.ts";

/** A connection that a test has opened and that must be closed at its end. */
export interface Opened {
  /** The client's own end. */
  readonly localAddr: Deno.NetAddr;
  /** The record of its bytes. */
  readonly transcript: Transcript;
  /** Whether the test has closed or reset it, as a client that goes away. */
  readonly hasLeft: boolean;
  /** Closes it without a record; may be called twice. */
  destroy(): Promise<void>;
}

/**
 * What belongs to one row of a table, or to a test as a whole. Rows may run at
 * the same time; the message of one of them is not about the others.
 */
export interface Row {
  /** The row around it, or the test; `undefined` for the test itself. */
  readonly outer?: Row;
  /** The connection that was used last. */
  lastUsed?: Transcript;
  /** The log of its server, if it has one of its own. */
  log?: readonly string[];
  /** The texts of the programs that it has written, by name. */
  readonly programs: Map<string, string>;
}

/** Follows every promise and timer, so that a connection finds its row. */
const runningRow = new AsyncLocalStorage<Row>();

/** Takes the place of accept(); its argument is the original. */
export type InterceptAccept = (
  accept: () => Promise<Deno.TcpConn>,
) => Promise<Deno.TcpConn>;

/** The state of one running test. */
export class TaskRun {
  /** The names of all programs that the test has written. */
  readonly programNames: Set<string> = new Set();
  /** Whether every write() of the server takes its time. */
  hasSlowWrites = false;
  /** Takes the place of accept() of the server, where a test wants it. */
  accept: InterceptAccept | undefined;
  /** The calls of a client under test on its connections. */
  readonly clientCalls: ConnectionCalls[] = [];
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
  readonly #rowOf = new Map<Opened, Row>();
  readonly #test: Row = { log: [], programs: new Map() };
  readonly #calls = new Map<number, ConnectionCalls>();
  /** Settles when the body of the test has ended, or was given up. */
  readonly released: Promise<void>;
  readonly #reject: (failure: Failure) => void;
  readonly #release: () => void;

  /**
   * Creates the state of a test that has opened no connection yet.
   *
   * @param title The name of the test.
   */
  constructor(readonly title: string) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.defect = promise;
    this.#reject = reject;
    const released = Promise.withResolvers<void>();
    this.released = released.promise;
    this.#release = released.resolve;
  }

  /** The connection that was used last: a failure shows it. */
  get lastUsed(): Transcript | undefined {
    return this.#rows().find((row) => row.lastUsed)?.lastUsed;
  }

  set lastUsed(transcript: Transcript) {
    for (const row of this.#rows()) row.lastUsed = transcript;
  }

  /** The log of the server under test: a failure shows its last lines. */
  get log(): readonly string[] {
    return this.#rows().find((row) => row.log)!.log!;
  }

  set log(lines: readonly string[]) {
    for (const row of this.#rows()) row.log = lines;
  }

  /**
   * Tries one row of a table.
   *
   * @param body What is tried.
   * @returns What the body returns.
   */
  withinRow<Result>(body: () => Result): Result {
    const row = { outer: this.#rows()[0], programs: new Map() };
    return runningRow.run(row, body);
  }

  /**
   * Remembers a connection, which is closed at the end of the test.
   *
   * @param connection The connection.
   */
  add(connection: Opened): void {
    this.connections.push(connection);
    this.#rowOf.set(connection, this.#rows()[0]);
  }

  /** The programs of this row and of those around it, not of other rows. */
  get programs(): Map<string, string> {
    const rows = this.#rows().toReversed();
    return new Map(rows.flatMap((row) => [...row.programs]));
  }

  /**
   * Remembers a program.
   *
   * @param name Its name.
   * @param text Its text.
   */
  addProgram(name: string, text: string): void {
    this.#rows()[0].programs.set(name, text);
    this.programNames.add(name);
  }

  /** The connections of this row and of those around it, not of other rows. */
  get connectionsOfRow(): Opened[] {
    const rows = this.#rows();
    if (rows.length === 1) return this.connections;
    return this.connections.filter((connection) =>
      rows.includes(this.#rowOf.get(connection)!)
    );
  }

  /** The row that runs, those around it, and the test. */
  #rows(): Row[] {
    const rows: Row[] = [];
    for (let row = runningRow.getStore(); row; row = row.outer) rows.push(row);
    return rows.includes(this.#test) ? rows : [this.#test];
  }

  /** Whether the test has closed or reset a connection of its own. */
  get hasLeft(): boolean {
    return this.connections.some((connection) => connection.hasLeft);
  }

  /**
   * Makes the test fail, even while it waits.
   *
   * @param failure The failure.
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
 * Sets the running test.
 *
 * @param run Its state, or `undefined` at its end.
 */
export function setCurrentRun(run: TaskRun | undefined): void {
  current = run;
}
