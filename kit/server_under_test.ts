/**
 * Starts the server under test within the test itself, and stops it.
 *
 * @module
 */

import { pause, within } from "./clock.ts";
import { Connection, type ConnectOptions, SILENCE_MS } from "./connection.ts";
import { type Explanation, Failure, withLesson } from "./failure.ts";
import type { RawResponse, ReadResponseOptions } from "./response.ts";
import { currentRun } from "./task_run.ts";

/** What a stage's `serve` returns, as far as the kit relies on it. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens. */
  readonly addr: Deno.NetAddr;
  /** Settles when it has stopped. */
  readonly finished: Promise<void>;
  /** Stops it. */
  shutdown(): Promise<void>;
}

/** The options with which the kit starts a server, beside the test's own. */
export interface StartOptions {
  /** 0: any free port. */
  port: number;
  /** Collects the log. */
  log: (line: string) => void;
}

/** How long `shutdown()` may take, in milliseconds. */
const SHUTDOWN_MS = 2000;

/** The server under test. */
export class ServerUnderTest implements AsyncDisposable {
  /** What it has logged. */
  readonly log: readonly string[];
  readonly #server: RunningServer;
  readonly #connections: Connection[] = [];
  #shutdowns = 0;

  /**
   * A server that runs.
   *
   * @param server What `serve` has returned.
   * @param log Where it logs to.
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
   * @param options What the connection is for.
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
      await pause(5);
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
      await pause(5);
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
   * Stops it; that takes at most two seconds, or fails in words.
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

  /** Lets its clients go and stops it, at the end of its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((client) => client.destroy()));
    if (this.#shutdowns === 0) await this.shutdown();
  }
}

/**
 * Starts a server on a free port.
 *
 * @param serve The function under test; what it throws fails the test in words.
 * @param options The options that the test gives it.
 * @returns The server; dispose of it, `await using`.
 */
export async function start<Options extends object>(
  serve: (
    options: Options & StartOptions,
  ) => RunningServer | Promise<RunningServer>,
  options: Options = {} as Options,
): Promise<ServerUnderTest> {
  const lines: string[] = [];
  // The test may have a log() of its own, one that throws for instance.
  const own = (options as Partial<StartOptions>).log;
  function log(line: string) {
    lines.push(typeof line === "string" ? line : Deno.inspect(line));
    own?.(line);
  }
  const run = currentRun();
  if (run) run.log = lines;
  let server: RunningServer;
  try {
    server = await serve({ ...options, port: 0, log });
  } catch (thrown) {
    throw new Failure("serve() threw instead of listening", {
      symptom: "thrown",
      thrown,
      expected: "serve() listens at once and returns a Server",
    });
  }
  if (
    typeof server?.addr?.port !== "number" ||
    typeof server.shutdown !== "function" ||
    !(server.finished instanceof Promise)
  ) {
    throw new Failure(
      `serve() returned ${Deno.inspect(server, { depth: 1 })}`,
      {
        expected:
          "a Server: { addr, finished, shutdown(), [Symbol.asyncDispose]() }",
      },
    );
  }
  return new ServerUnderTest(server, lines);
}

/**
 * Gives an engine a handler of the test's own.
 *
 * @param serveHttp The engine under test. What it throws has no frame of whoever
 * has asked for it, only the learner's.
 * @param handler Answers the requests.
 * @returns What {@linkcode start} starts.
 */
export function withHandler<Options, Handler>(
  serveHttp: (options: Options, handler: Handler) => RunningServer,
  handler: NoInfer<Handler>,
): (options: Options) => RunningServer {
  return (options) => serveHttp(options, handler);
}
