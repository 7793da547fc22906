/**
 * The server under test: connects to it, waits for its log, and stops it.
 *
 * @module
 */

import { pause, within } from "./clock.ts";
import { Connection, type ConnectOptions, SILENCE_MS } from "./connection.ts";
import { type Explanation, Failure, withLesson } from "./failure.ts";
import type { RawResponse, ReadResponseOptions } from "./response.ts";
import { currentRun } from "./task_run.ts";

/** The part of a stage's `Server` that the kit uses. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
  /** Settles when it has stopped. */
  readonly finished: Promise<void>;
  /** Stops it. */
  shutdown(): Promise<void>;
}

/** How long `shutdown()` may take, in milliseconds. */
const SHUTDOWN_MS = 2000;

/** The server under test. */
export class ServerUnderTest implements AsyncDisposable {
  /** Its log. */
  readonly log: readonly string[];
  readonly #server: RunningServer;
  readonly #connections: Connection[] = [];
  #shutdowns = 0;

  /**
   * Takes over a running server.
   *
   * @param server The result of `serve`.
   * @param log The lines of its log.
   */
  constructor(server: RunningServer, log: readonly string[]) {
    this.#server = server;
    this.log = log;
  }

  /** Where it listens. */
  get addr(): Deno.NetAddr {
    return this.#server.addr;
  }

  /** Its authority, for the Host field: "127.0.0.1:41231". */
  get host(): string {
    return `${this.addr.hostname}:${this.addr.port}`;
  }

  /** Settles when it has stopped. */
  get finished(): Promise<void> {
    return this.#server.finished;
  }

  /**
   * Connects to it.
   *
   * @param options Whether the connection will be reset, and its deadline.
   * @returns The connection.
   */
  async connect(options: ConnectOptions = {}): Promise<Connection> {
    const connection = await Connection.open(this.addr, options);
    this.#connections.push(connection);
    return connection;
  }

  /**
   * Sends one request on a connection of its own and reads the response. Where
   * the response says that the connection ends, it must, with nothing after.
   *
   * @param request The request, as it travels.
   * @param options The method, where it is HEAD; how long the server may think;
   * the likely causes, by symptom.
   * @returns The response.
   */
  async exchange(
    request: string | Uint8Array,
    options: ReadResponseOptions & ConnectOptions = {},
  ): Promise<RawResponse> {
    const connection = await this.connect(options);
    return await withLesson(options, async () => {
      await connection.send(request);
      const response = await connection.readResponse(options);
      const connectionField = response.headers.get("connection") ?? "";
      if (/\bclose\b/i.test(connectionField)) await connection.expectEnd();
      await connection.destroy();
      return response;
    });
  }

  /**
   * Waits for a line of the log: it may be written after the answer was sent.
   *
   * @param text What the line contains.
   * @param explanation Why there should be one.
   * @returns The first such line.
   */
  async logged(text: string, explanation: Explanation = {}): Promise<string> {
    const giveUp = Date.now() + SILENCE_MS;
    for (;;) {
      const line = this.log.find((line) => line.includes(text));
      if (line !== undefined) return line;
      if (Date.now() > giveUp) break;
      await pause(1);
    }
    throw new Failure(`no line of the log contains "${text}"`, {
      expected: `log() receives a line that contains "${text}"`,
      ...explanation,
    });
  }

  /**
   * Waits until the server has closed its end of a connection, as long as it
   * makes progress.
   *
   * @param connection The client's end.
   * @param explanation What it means if the server does not close.
   */
  async closes(
    connection: Connection,
    explanation: Explanation = {},
  ): Promise<void> {
    const { transcript } = connection;
    const calls = currentRun()?.callsFor(transcript);
    let bytesRead = calls?.bytesRead ?? 0;
    for (let since = Date.now(); calls?.isOpen() ?? false;) {
      await pause(1);
      if (calls!.bytesRead !== bytesRead) since = Date.now();
      bytesRead = calls!.bytesRead;
      if (Date.now() - since < SILENCE_MS) continue;
      throw new Failure("the server does not close the connection", {
        transcript,
        symptom: "silence",
        expected: "the server closes its end too",
        ...explanation,
      });
    }
  }

  /**
   * Counts how often the server has called close() on a connection.
   *
   * @param connection The client's end.
   * @returns The number of calls.
   */
  closeCalls(connection: Connection): number {
    return currentRun()?.callsFor(connection.transcript)?.closeCalls ?? 0;
  }

  /**
   * Stops it, which may take two seconds.
   *
   * @param explanation The likely causes, by symptom.
   */
  async shutdown(explanation: Explanation = {}): Promise<void> {
    const late = Symbol();
    const expected =
      "shutdown() stops accepting, closes what is open, and ends";
    const which = this.#shutdowns++ === 0
      ? "shutdown()"
      : "the second call of shutdown()";
    let result: unknown;
    try {
      result = await within(this.#server.shutdown(), SHUTDOWN_MS, late);
    } catch (thrown) {
      throw new Failure(`${which} threw`, {
        symptom: "thrown",
        thrown,
        expected,
        likely: { thrown: this.#causeOfThrow() },
        ...explanation,
      });
    }
    if (result !== late) return;
    throw new Failure(`${which} has not ended within ${SHUTDOWN_MS} ms`, {
      symptom: "late",
      expected,
      ...explanation,
    });
  }

  #causeOfThrow(): string {
    return this.#shutdowns === 1
      ? "accept() throws when its listener is closed: that is how the loop " +
        "ends; `for await (const connection of listener)` ends without an error"
      : "it closes the listener again: do that once, and return finished";
  }

  /** Closes the test's connections, then stops it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((client) => client.destroy()));
    if (this.#shutdowns === 0) await this.shutdown();
  }
}
