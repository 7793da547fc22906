/**
 * @wrong Decodes field lines as "latin1", which is windows-1252.
 * @replaces solutions/02_http/syntax.ts
 * @rejectedBy task 15 · each byte of a value is one character
 * @saying which is windows-1252
 *
 * @module
 */

export * from "../../../solutions/02_http/syntax.ts";

export function decodeLatin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
