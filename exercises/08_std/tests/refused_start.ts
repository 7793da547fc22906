/**
 * A server that must not start.
 *
 * @module
 */

import { Failure } from "../../../kit/mod.ts";
import type { Server } from "../server.ts";

/**
 * Expects that a server throws instead of listening.
 *
 * @param listen Starts the server.
 * @param name The name of the error; its class may be loaded twice, for two
 * stages.
 * @param likely The likely cause if it listens.
 */
export async function expectNoServer(
  listen: () => Server,
  name: string,
  likely?: string,
): Promise<void> {
  let error: unknown;
  try {
    await listen().shutdown();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === name) return;
    error = thrown;
  }
  const expected = `${name} is thrown`;
  if (error === undefined) {
    throw new Failure("the server listens", { expected, likely });
  }
  throw new Failure("another error was thrown", { thrown: error, expected });
}
