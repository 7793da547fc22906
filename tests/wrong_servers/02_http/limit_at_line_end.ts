/**
 * @wrong Compares the length of a line only when it is complete.
 * @replaces solutions/02_http/read_line.ts
 * @rejectedBy task 41 · a request-line that is too long is answered 414
 * @saying the length is compared when the line is complete
 *
 * @module
 */

import { readLine as readWell } from "../../../solutions/02_http/read_line.ts";

export async function readLine(
  ...[reader, budget, limit]: Parameters<typeof readWell>
) {
  const line = await readWell(reader, budget, { ...limit, bytes: Infinity });
  if (line !== undefined && line.length > limit.bytes) {
    throw limit.tooLong(line);
  }
  return line;
}
