/**
 * @wrong Looks for Content-Length as it is usually written.
 * @replaces solutions/02_http/read_line.ts
 * @rejectedBy task 13 · a field is found however its line is written
 * @saying Content-Length is found only in its usual spelling
 *
 * @module
 */

import { readLine as readWell } from "../../../solutions/02_http/read_line.ts";

export async function readLine(...args: Parameters<typeof readWell>) {
  const line = await readWell(...args);
  const isLength = line !== undefined && /^content-length:/i.test(line);
  return isLength && !line.startsWith("Content-Length") ? "X: lost" : line;
}
