/**
 * @wrong Looks for a stack in everything that is thrown.
 * @replaces solutions/02_http/exchange.ts
 * @rejectedBy task 8 · a handler may throw a value that is not an Error
 * @saying throw null: the server closed the connection without an answer
 *
 * @module
 */

export * from "../../../solutions/02_http/exchange.ts";

export function describeThrown(thrown: unknown): string {
  return `${(thrown as Error).stack}`;
}
