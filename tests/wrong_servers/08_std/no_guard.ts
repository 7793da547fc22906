/**
 * @wrong Passes every request on to serveDir.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 16 · a link that leads out of the root is 404
 * @saying the body contains "the secret that nobody may read"
 *
 * @module
 */

export function guardFiles<Handler>(_root: string, files: Handler): Handler {
  return files;
}
