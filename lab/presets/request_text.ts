/**
 * Requests as the editor writes them, with escapes.
 *
 * @module
 */

import type { Preset } from "../about.ts";
import { decodeEscapes } from "../../kit/escapes.ts";

/** A message, and words in the title of the task that is about it. */
export interface PresetRow extends Omit<Preset, "task"> {
  /** The words. */
  readonly title?: RegExp;
}

/** The field that every request has. */
export const HOST = "Host: localhost\\r\\n";

/** The body that an HTML form sends. */
export const FORM = "firstname=Ada";

/**
 * Writes a GET request.
 *
 * @param target The request-target.
 * @param fields More field lines.
 * @returns The request.
 */
export function get(target: string, ...fields: string[]): string {
  const lines = fields.map((field) => `${field}\\r\\n`).join("");
  return `GET ${target} HTTP/1.1\\r\\n${HOST}${lines}\\r\\n`;
}

/**
 * Writes a POST request with its length.
 *
 * @param target The request-target.
 * @param body The body, with escapes.
 * @param fields More field lines.
 * @returns The request.
 */
export function post(
  target: string,
  body: string,
  ...fields: string[]
): string {
  const length = `Content-Length: ${decodeEscapes(body).length}`;
  const lines = [length, ...fields].map((field) => `${field}\\r\\n`).join("");
  return `POST ${target} HTTP/1.1\\r\\n${HOST}${lines}\\r\\n${body}`;
}

/**
 * Writes a POST request whose body comes in chunks.
 *
 * @param target The request-target.
 * @param chunks All that follows the header section, well-formed or not.
 * @param fields More field lines.
 * @returns The request.
 */
export function postChunks(
  target: string,
  chunks: string,
  ...fields: string[]
): string {
  const lines = ["Transfer-Encoding: chunked", ...fields]
    .map((field) => `${field}\\r\\n`).join("");
  return `POST ${target} HTTP/1.1\\r\\n${HOST}${lines}\\r\\n${chunks}`;
}

/**
 * Counts the bytes of a header section.
 *
 * @param request A request.
 * @returns How many bytes come before its body.
 */
export function headLength(request: string): number {
  const end = "\\r\\n\\r\\n";
  const head = request.slice(0, request.indexOf(end) + end.length);
  return decodeEscapes(head).length;
}
