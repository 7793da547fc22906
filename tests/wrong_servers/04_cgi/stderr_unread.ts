/**
 * @wrong Has a pipe made for stderr, and reads nothing from it.
 * @replaces solutions/04_cgi/stderr_log.ts
 * @rejectedBy task 7 · what a program says on stderr is in the log only
 * @saying the body does not end
 *
 * @module
 */

export async function logLines(): Promise<void> {}
