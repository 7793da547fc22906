/**
 * Every text that the commands of the course print, so that a translation finds
 * them in one place.
 *
 * @module
 */

/** Mistakes on the command line. */
export const USAGE = {
  unknownFlag: (flag: string, near?: string) =>
    `Unknown flag "${flag}"` +
    (near ? `: did you mean ${near}?` : ": --help lists the flags"),
  needsValue: (flag: string) => `${flag} needs a value`,
  noValue: (flag: string) => `${flag} takes no value`,
  badNumber: (flag: string, value: string, max: number) =>
    `Cannot use ${flag} "${value}": expected a whole number from 0 to ${max}`,
} as const;

/** What `deno task send` says. */
export const SEND = {
  oneText: (found: number) =>
    `Expected one text to send, found ${found}: put it in quotes, or see --help`,
  badEscape: (escape: string) =>
    escape === "\\"
      ? 'Bad escape at the end of the text: write "\\\\" for a backslash'
      : `Bad escape "${escape}": expected \\r, \\n, \\t, \\0, \\\\ or \\xNN`,
  twoCuts: "Use either --split or --every-byte, not both",
  badSplit: (at: number, length: number) =>
    `Cannot split at byte ${at}: the text ends at byte ${length}`,
  delayAlone: "--delay needs --split, --every-byte or --half-close",
  noServer: (port: number) =>
    `No server listens on 127.0.0.1:${port}. Start one in another terminal: ` +
    `deno run -A solutions/02_http.ts --port ${port}`,
  noAnswer: "the server closed the connection without an answer",
  late: "it has not ended in time",
  tooLong: (bytes: number) => `stopped after ${bytes} bytes`,
  incomplete: (reason: string) => `The answer is not complete: ${reason}`,
} as const;

/** `deno task send --help` */
export const SEND_HELP: string = String.raw`
Send raw bytes to a server on this machine, and show what travels.

  deno task send TEXT [flags]
  deno task send - [flags] < FILE

TEXT may contain \r \n \t \0 \\ and \xNN (a byte in hexadecimal). "-" sends what
standard input has, byte for byte.

  --port N       the server's port; 8000 by default
  --split N      send the first N bytes, then the rest
  --every-byte   send every byte in a write of its own
  --delay MS     how long to wait between two writes; 10 ms by default
  --half-close   end the sending direction after the last byte
  --to-end       read to the end of file, even if the answer is complete
  --help         show this text

The answer is complete when its HTTP framing says so, otherwise at the end of
file. It may take 10 s. Two requests in one TEXT get two answers: use --to-end.

Exit code: 0 the answer is complete, 1 it is not, 2 the command line is wrong.

  deno task send 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

In cmd.exe, which has no single quotes, use double quotes; backslashes stay as
they are:

  deno task send "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
`.trim();
