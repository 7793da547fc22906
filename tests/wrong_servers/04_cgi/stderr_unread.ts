/**
 * @wrong Has a pipe made for stderr, and reads nothing from it.
 * @replaces solutions/04_cgi/stderr_log.ts
 * @rejectedBy task 20 · stderr may be long
 * @saying but it is not read: the pipe is full
 *
 * @module
 */

export async function logLines(): Promise<void> {}
