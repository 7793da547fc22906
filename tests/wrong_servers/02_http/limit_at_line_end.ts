/**
 * @wrong Looks how long a line is when its end has come, and waits for that.
 * @replaces solutions/02_http/read_line.ts
 * @rejectedBy task 14 · whatever is too long is refused, each with its status
 * @saying a request-line that never ends: the server sent nothing
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
