/**
 * @wrong Lets what log() throws end the server.
 * @replaces solutions/01_tcp/log.ts
 * @rejectedBy task 21 · a log that throws costs no answer
 * @saying call it in a function of your own that catches
 * @varying which of the programs ends first
 *
 * @module
 */

export function tolerantLog(
  log: (line: string) => void = console.log,
): (line: string) => void {
  return log;
}
