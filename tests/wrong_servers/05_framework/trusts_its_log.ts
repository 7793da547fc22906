/**
 * @wrong Lets the error of a log take the place of the answer.
 * @replaces solutions/05_framework/middleware.ts
 * @rejectedBy task 23 · a log that throws costs no answer
 * @saying the error of log() leaves withLog
 *
 * @module
 */

import { withLog as logCorrectly } from "../../../solutions/05_framework/middleware.ts";
import type { FetchHandler } from "../../../solutions/05_framework/types.ts";

export { withErrors } from "../../../solutions/05_framework/middleware.ts";

export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  return async (request, info) => {
    const lines: string[] = [];
    try {
      return await logCorrectly((line) => lines.push(line), handler)(
        request,
        info,
      );
    } finally {
      lines.forEach((line) => log(line));
    }
  };
}
