/**
 * @wrong Sends the field values of a handler as they are, line ends included.
 * @replaces solutions/02_http/syntax.ts
 * @rejectedBy task 28 · no field breaks out of its line
 * @saying the value is not checked
 *
 * @module
 */

export * from "../../../solutions/02_http/syntax.ts";

export function isFieldValue(): boolean {
  return true;
}
