/**
 * @wrong Asks serveDir for whatever a client asks for.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 7 · a link that leads out, or to what is hidden, is 404
 * @saying the body contains "the secret that nobody may read"
 *
 * @module
 */

export function guardFiles<Handler>(_root: string, files: Handler): Handler {
  return files;
}
