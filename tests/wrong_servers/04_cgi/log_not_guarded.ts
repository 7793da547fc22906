/**
 * @wrong Lets what log() throws end the server.
 * @replaces solutions/01_tcp/log.ts
 * @rejectedBy task 7 · a log that throws costs no answer
 * @saying No space left on device
 *
 * @module
 */

export function tolerantLog(
  log: (line: string) => void = console.log,
): (line: string) => void {
  return log;
}
