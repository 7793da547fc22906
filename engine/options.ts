/**
 * The options of the engine: those of stage 06, with the same defaults.
 *
 * @module
 */

export {
  type PersistentOptions as ServeHttpOptions,
  type ResolvedOptions,
  resolveOptions,
} from "../solutions/02_http/options.ts";
