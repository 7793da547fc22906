/**
 * Starts the server under test within the test itself.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";
import { type RunningServer, ServerUnderTest } from "./server_under_test.ts";
import { currentRun } from "./task_run.ts";

/** The options that the kit passes to a server, besides the test's own. */
export interface StartOptions {
  /** 0: any free port. */
  port: number;
  /** Collects the log. */
  log: (line: string) => void;
}

/**
 * Starts a server on a free port.
 *
 * @param serve The function under test.
 * @param options The options of the test.
 * @param explanation What it means if the function throws.
 * @returns The server; dispose of it, `await using`.
 */
export async function start<Options extends object>(
  serve: (
    options: Options & StartOptions,
  ) => RunningServer | Promise<RunningServer>,
  options: Options = {} as Options,
  explanation: Explanation = {},
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
      ...explanation,
    });
  }
  expectServer(server);
  return new ServerUnderTest(server, lines);
}

function expectServer(server: RunningServer): void {
  const isServer = typeof server?.addr?.port === "number" &&
    typeof server.shutdown === "function" &&
    server.finished instanceof Promise;
  if (!isServer) {
    const shown = Deno.inspect(server, { depth: 1 });
    throw new Failure(`serve() returned ${shown}`, {
      expected:
        "a Server: { addr, finished, shutdown(), [Symbol.asyncDispose]() }",
    });
  }
  const { port } = server.addr;
  if (port > 0) return;
  throw new Failure(`server.addr has the port ${port}`, {
    expected: "the port that the kernel has chosen",
    because: "port 0 in the options asks for any free port",
    likely: "addr is made of the options: take listener.addr",
  });
}

/**
 * Prepares an engine with a handler of the test for {@linkcode start}.
 *
 * @param serveHttp The engine under test.
 * @param handler Answers the requests.
 * @returns The function that {@linkcode start} calls.
 */
export function withHandler<Options, Handler>(
  serveHttp: (options: Options, handler: Handler) => RunningServer,
  handler: NoInfer<Handler>,
): (options: Options) => RunningServer {
  return (options) => serveHttp(options, handler);
}
