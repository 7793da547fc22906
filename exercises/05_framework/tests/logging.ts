/**
 * Servers whose handlers are logged by `withLog`, and their lines.
 *
 * @module
 */

import { expectThat, type ServerUnderTest, start } from "../../../kit/mod.ts";
import { type FetchHandler, withLog } from "../server.ts";
import { serveWith } from "./serving.ts";

/**
 * Starts a server with a handler that is logged.
 *
 * @param lines Takes the lines of `withLog`.
 * @param handler Answers the requests.
 * @returns The server; its own log is that of the engine.
 */
export function startLogged(
  lines: string[],
  handler: FetchHandler,
): Promise<ServerUnderTest> {
  return start(serveWith(withLog((line) => lines.push(line), handler)));
}

/**
 * Expects one line, and takes it away.
 *
 * @param lines The lines.
 * @param parts What it contains.
 * @param whyMissing The likely cause if no line was logged.
 */
export function expectLine(
  lines: string[],
  parts: readonly string[],
  whyMissing?: string,
): void {
  expectThat(lines.length === 1, `${lines.length} lines were logged, not one`, {
    expected: "one line for each request",
    likely: lines.length === 0 ? whyMissing : undefined,
  });
  const [line] = lines.splice(0);
  for (const part of parts) {
    expectThat(line.includes(part), `the line has no "${part}": ${line}`, {
      expected: `one line with ${parts.join(", ")}`,
    });
  }
}
