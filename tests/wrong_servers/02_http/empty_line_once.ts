/**
 * @wrong Skips one empty line before a request, and no more.
 * @replaces solutions/02_http/read_line.ts
 * @rejectedBy task 31 · empty lines before the request are skipped
 * @saying only one empty line is skipped
 *
 * @module
 */

import { readLine as readWell } from "../../../solutions/02_http/read_line.ts";

const skipped = new WeakSet<object>();
const begun = new WeakSet<object>();

export async function readLine(...args: Parameters<typeof readWell>) {
  const line = await readWell(...args);
  const [reader] = args;
  if (line !== "") begun.add(reader);
  if (begun.has(reader)) return line;
  // The parser of the request-line refuses a space.
  if (skipped.has(reader)) return " ";
  skipped.add(reader);
  return line;
}
