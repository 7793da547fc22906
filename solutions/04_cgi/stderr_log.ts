/**
 * The stderr of a program goes to the server's log, line by line. RFC 3875 does
 * not mention stderr; logging it is a custom.
 *
 * @module
 */

import type { PipeReader } from "./pipe_reader.ts";

/** Longest line in the log, in characters. */
const MAX_LINE_LENGTH = 1000;

/** How much of it is logged, in bytes. The rest is read and dropped. */
const MAX_LOG_BYTES = 65_536;

/**
 * Logs lines until the end.
 *
 * @param stderr Where the program writes.
 * @param log Takes a line; it must not throw.
 */
export async function logLines(
  stderr: PipeReader,
  log: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let logged = 0;
  let isCut = false;
  let line = "";
  for (;;) {
    const chunk = await stderr.read();
    if (chunk === null) break;
    // If the pipe is not read, it fills up and the program stops.
    isCut = logged >= MAX_LOG_BYTES;
    if (isCut) continue;
    logged += chunk.length;
    const lines = (line + decoder.decode(chunk, { stream: true })).split("\n");
    line = lines.pop()!.slice(0, MAX_LINE_LENGTH + 1);
    for (const line of lines) log(printable(line));
  }
  if (isCut) line += " … and so on";
  if (line !== "") log(printable(line));
}

/**
 * Escapes control characters: neither a program nor a client that it quotes may
 * forge a line or change the colours of a terminal.
 */
function printable(line: string): string {
  const text = line.length > MAX_LINE_LENGTH
    ? `${line.slice(0, MAX_LINE_LENGTH)}…`
    : line;
  return text.replace(/\r$/, "").replace(
    /\p{Cc}/gu,
    (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
