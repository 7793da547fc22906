/**
 * Runs small servers that misbehave against the kit, and returns the messages that
 * a learner would read.
 *
 * @module
 */

import { assert } from "@std/assert";
import {
  type RunningServer,
  type ScriptedPeer,
  scriptedPeer,
  start,
  suite,
  type TestLesson,
  toBytes,
} from "../kit/mod.ts";

/** A test file of the new layout: its path names stage 02, task 3. */
export const SUITE: URL = new URL(
  "../exercises/02_http/tests/03_empty_line_test.ts",
  import.meta.url,
);

/** A small request. */
export const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/** Deno's own checks for leaks, for a test of the kit. */
export const checked = { sanitizeOps: true, sanitizeResources: true };

/**
 * Runs a body as a test of task 3 of stage 02.
 *
 * @param body The body.
 * @param lesson The lesson of the test.
 * @returns The error with which it failed.
 */
export async function failureOf(
  body: () => Promise<void> | void,
  lesson: TestLesson = {},
): Promise<Error> {
  const definition = suite(SUITE.href)("a test", lesson, body);
  try {
    await definition.fn({} as Deno.TestContext);
  } catch (error) {
    assert(error instanceof Error);
    return error;
  }
  throw new Error("the test passed, expected a failure");
}

/**
 * Runs a body as a test, which has to pass.
 *
 * @param body The body.
 */
export async function expectPass(body: () => Promise<void>): Promise<void> {
  await suite(SUITE.href)("a test", {}, body).fn({} as Deno.TestContext);
}

/**
 * Makes a server that reads once, then follows a script.
 *
 * @param script The script for each connection.
 * @returns The function that `start` calls.
 */
export function serverOf(
  script: (connection: Deno.TcpConn) => Promise<unknown>,
): () => RunningServer {
  return () => {
    const peer: ScriptedPeer = scriptedPeer(async (connection) => {
      await connection.read(new Uint8Array(1024));
      await script(connection);
    });
    const finished = Promise.withResolvers<void>();
    async function shutdown() {
      await peer[Symbol.asyncDispose]();
      finished.resolve();
      return finished.promise;
    }
    const { addr } = peer;
    return {
      addr,
      finished: finished.promise,
      shutdown,
      [Symbol.asyncDispose]: shutdown,
    };
  };
}

/**
 * Sends a request to a server with a fixed answer.
 *
 * @param answer The answer.
 * @param method The method of the request.
 * @param lesson The lesson of the test.
 * @returns The message of the failure.
 */
export async function failureOfAnswer(
  answer: string | Uint8Array,
  method = "GET",
  lesson: TestLesson = {},
): Promise<string> {
  const { message } = await failureOf(async () => {
    const serve = serverOf((connection) => connection.write(toBytes(answer)));
    await using server = await start(serve);
    const connection = await server.connect({ silenceMs: 200 });
    await connection.send(REQUEST.replace("GET", method));
    await connection.readResponse({ method });
    await connection.expectEnd();
  }, lesson);
  return message;
}
