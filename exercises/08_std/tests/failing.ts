/**
 * Handlers that throw, and their lines in the log.
 *
 * @module
 */

import {
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  type ServerUnderTest,
  start,
} from "../../../kit/mod.ts";
import { serveFetch } from "../server.ts";

/** An error that a handler throws. */
export interface Thrown {
  /** The path of the request. */
  readonly path: string;
  /** The value that is thrown. */
  readonly value: unknown;
  /** A part of its text that its line contains. */
  readonly reason: string;
  /** Whether the handler rejects instead. */
  readonly isRejected?: boolean;
}

/**
 * Starts a server whose handler throws at some paths, and says "Hello" at all
 * others.
 *
 * @param rows The paths, and what is thrown there.
 * @returns The server.
 */
export function startFailing(
  rows: readonly Thrown[],
): Promise<ServerUnderTest> {
  return start((options) =>
    serveFetch(options, ({ url }) => {
      const { pathname } = new URL(url);
      const row = rows.find(({ path }) => path === pathname);
      if (row === undefined) return new Response("Hello");
      if (row.isRejected) return Promise.reject(row.value);
      throw row.value;
    })
  );
}

/**
 * Expects an answer without the reason, and one line of the log with it.
 *
 * @param server The server.
 * @param row What its handler throws.
 */
export async function expectFailure(
  server: ServerUnderTest,
  { path, reason, value }: Thrown,
): Promise<void> {
  const connection = await server.connect();
  await connection.send(get(path));
  const response = await connection.readResponse();
  await connection.destroy();
  expectStatus(response, 500);
  expectNotInBody(response, reason);
  const line = await server.logged(reason, {
    likely: server.log.length === 0 ? whyUnlogged(value) : undefined,
  });
  const { hostname, port } = connection.localAddr;
  const begin = `${hostname}:${port} "GET ${path}" 500 failed: "`;
  const isComplete = line.startsWith(begin) && !line.includes("\n");
  expectThat(isComplete, `the log has the line ${JSON.stringify(line)}`, {
    expected: `one line, ${begin}…${reason}…"`,
    likely: line.includes("\n")
      ? "a line end in the reason begins another line: JSON.stringify escapes it"
      : line.includes(path)
      ? undefined
      : "the line does not name the request: onError of Deno.serve does not " +
        "know it",
  });
}

/** The likely cause if what was thrown is not in the log, and nothing else is. */
function whyUnlogged(value: unknown): string {
  return value === null || value === undefined
    ? `to read error.message of ${value} throws again, within the catch: ` +
      "`${error}` takes every value"
    : "Deno.serve answers 500, and prints the error on the " +
      "console: catch the error where the handler is called";
}
