/**
 * The options of the engine: those of stage 06, with the same defaults.
 *
 * @module
 */

export {
  type PersistentOptions as ServeHttpOptions,
  type ResolvedOptions as Limits,
  resolveOptions as withDefaults,
} from "../solutions/02_http/options.ts";
