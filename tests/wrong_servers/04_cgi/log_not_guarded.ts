/**
 * @wrong Lets what log() throws end the server.
 * @replaces solutions/01_tcp/safe_log.ts
 * @rejectedBy task 7 · a log that throws costs no answer
 * @saying No space left on device
 *
 * @module
 */

export function safeLog(log: (line: string) => void): (line: string) => void {
  return log;
}
