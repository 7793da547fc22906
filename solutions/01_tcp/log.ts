/**
 * The log of a server: the caller's function, which may fail.
 *
 * @module
 */

/** Takes one line, without its line end. */
export type Log = (line: string) => void;

/**
 * Makes a log that never throws. A line is lost if the disk is full or the
 * reader of stdout has gone; the server and its answers are not.
 *
 * @param log The caller's function; `console.log` by default.
 * @returns The same, without its errors.
 *
 * @example
 * ```ts
 * import { tolerantLog } from "./log.ts";
 *
 * const log = tolerantLog(() => {
 *   throw new Error("no space left on device");
 * });
 * log("this line is lost");
 * ```
 */
export function tolerantLog(log: Log = console.log): Log {
  return (line) => {
    try {
      // A function that returns a promise fits the type too.
      Promise.resolve<void>(log(line)).catch(() => {});
    } catch {
      // The error cannot be reported: the log is the place for that.
    }
  };
}
