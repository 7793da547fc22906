/**
 * @wrong Asks serveDir about paths that cannot be decoded.
 * @replaces solutions/08_std/guard_files.ts
 * @rejectedBy task 15 · a path that cannot be decoded is 400
 * @saying /%: status 500 instead of 400
 *
 * @module
 */

export function guardFiles<Handler>(_root: string, files: Handler): Handler {
  return files;
}
