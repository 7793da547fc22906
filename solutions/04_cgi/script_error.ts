/**
 * What a program has done wrong, as opposed to a client.
 *
 * @module
 */

/**
 * A program that cannot be run, or whose output is no answer. It is told to the
 * log; the client, who can do nothing about it, learns 502.
 */
export class ScriptError extends Error {
  /** The name that error messages show. */
  override name = "ScriptError";
}
