/**
 * @wrong Lets an error of log() end the connection.
 * @replaces solutions/02_http/options.ts
 * @rejectedBy task 39 · a log that throws costs no answer
 * @saying the error of log() ends the connection before the answer
 *
 * @module
 */

import {
  type PersistentOptions,
  type ResolvedOptions,
  resolveOptions as resolveWell,
} from "../../../solutions/02_http/options.ts";

export * from "../../../solutions/02_http/options.ts";

export function resolveOptions(options: PersistentOptions): ResolvedOptions {
  const { log = console.log } = options;
  return { ...resolveWell(options), log };
}
