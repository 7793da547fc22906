/**
 * A log that cannot fail.
 *
 * @module
 */

/**
 * Guards a caller's `log`. Its disk may be full or its pipe closed, and neither
 * may end a server or cost a client its answer. A failure is dropped: there is no
 * other place to report it to.
 *
 * @param log Takes a line; it may throw, or return a promise that rejects.
 * @returns A function that does the same and never fails.
 *
 * @example
 * ```ts
 * import { safeLog } from "./safe_log.ts";
 *
 * const log = safeLog(() => {
 *   throw new Error("No space left on device");
 * });
 * log("a line");
 * ```
 */
export function safeLog(log: (line: string) => void): (line: string) => void {
  return (line) => {
    try {
      // Where a function that returns nothing is expected, TypeScript accepts an
      // async one.
      Promise.resolve<void>(log(line)).catch(() => {});
    } catch {
      // Dropped, as described above.
    }
  };
}
