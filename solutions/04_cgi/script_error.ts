/**
 * A mistake of a program, as opposed to one of a client.
 *
 * @module
 */

/**
 * A program cannot be run, or its output is not an answer. The log gets the
 * message; the client, which cannot do anything about it, gets only 502.
 */
export class ScriptError extends Error {
  /** The name that error messages show. */
  override name = "ScriptError";
}
