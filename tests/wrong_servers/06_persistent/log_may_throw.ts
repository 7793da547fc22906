/**
 * @wrong Calls the log of the caller, which may throw.
 * @replaces solutions/02_http/options.ts
 * @rejectedBy task 3 · an answer is sent although log() throws
 * @saying the error of log() ends the connection
 *
 * @module
 */

import {
  type PersistentOptions,
  resolveOptions as resolveWell,
} from "../../../solutions/02_http/options.ts";

export * from "../../../solutions/02_http/options.ts";

export function resolveOptions(options: PersistentOptions) {
  return { ...resolveWell(options), log: options.log ?? console.log };
}
