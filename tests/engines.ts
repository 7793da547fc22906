/**
 * The two engines, which must answer alike: tests of their contract run on each.
 *
 * @module
 */

import { serveHttp as serveFast } from "../engine/serve_http.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import { serveHttp as servePlain } from "../solutions/06_persistent.ts";
import type { ServeHttp } from "./engines/as_02_http.ts";

/** One of the engines. */
export interface Engine {
  /** Its name, for the names of tests. */
  readonly name: "plain" | "fast";
  /** Its module under the name of stage 02, relative to the root. */
  readonly asStage02: string;
  /** Starts it. */
  readonly serveHttp: ServeHttp;
}

/** The engines. */
export const ENGINES: readonly Engine[] = [
  {
    name: "plain",
    asStage02: "tests/engines/plain_as_02_http.ts",
    serveHttp: servePlain,
  },
  {
    name: "fast",
    asStage02: "tests/engines/fast_as_02_http.ts",
    serveHttp: serveFast,
  },
];

/** The servers of the engines, by name. */
export const PERSISTENT_SERVERS = {
  "06_persistent": servePlain,
  "engine": serveFast,
};

/** All HTTP servers of the course, by name. */
export const HTTP_SERVERS = { "02_http": serveOne, ...PERSISTENT_SERVERS };

/** How long a test of an engine may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * Defines a test for each engine. Nothing may be left open at its end.
 *
 * @param name What holds.
 * @param body The test.
 */
export function testOnEngines(
  name: string,
  body: (engine: Engine) => Promise<void>,
): void {
  for (const engine of ENGINES) {
    Deno.test({
      name: `${name} (${engine.name} engine)`,
      sanitizeOps: true,
      sanitizeResources: true,
      timeout: TIMEOUT_MS,
      fn: () => body(engine),
    });
  }
}
