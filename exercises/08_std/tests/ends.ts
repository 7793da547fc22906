/**
 * The ways in which a program ends a server and waits for it.
 *
 * @module
 */

import type { Server } from "../server.ts";

/** Ends a server; what is returned settles when the server has ended. */
export type End = (server: Server) => Promise<void>;

/** Each of them promises the same: whatever the server has used is free again. */
export const ENDS: readonly [name: string, end: End][] = [
  ["finished", (server) => {
    server.shutdown();
    return server.finished;
  }],
  ["shutdown()", (server) => server.shutdown()],
  ["a second shutdown()", (server) => {
    server.shutdown();
    return server.shutdown();
  }],
  [
    "[Symbol.asyncDispose]()",
    (server) => Promise.resolve(server[Symbol.asyncDispose]()),
  ],
];
