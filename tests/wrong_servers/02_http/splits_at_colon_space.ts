/**
 * @wrong Splits a field line at a colon and a space.
 * @replaces solutions/02_http/read_line.ts
 * @rejectedBy task 13 · a field is found however its line is written
 * @saying the line is split at colon and space
 *
 * @module
 */

import { readLine as readWell } from "../../../solutions/02_http/read_line.ts";

export async function readLine(...args: Parameters<typeof readWell>) {
  const line = await readWell(...args);
  return line?.includes(":") && !line.includes(": ") ? "X: lost" : line;
}
