/**
 * @wrong Reads the first piece of stderr, and not the rest.
 * @replaces solutions/04_cgi/stderr_log.ts
 * @rejectedBy task 20 · stderr may be long
 * @saying but it is not read to its end: the pipe is full
 *
 * @module
 */

import type { PipeReader } from "../../../solutions/04_cgi/pipe_reader.ts";

export async function logLines(
  stderr: PipeReader,
  log: (line: string) => void,
): Promise<void> {
  const chunk = await stderr.read();
  if (chunk !== null) log(new TextDecoder().decode(chunk));
}
