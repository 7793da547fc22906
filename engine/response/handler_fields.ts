/**
 * The fields of a response as its handler gives them.
 *
 * @module
 */

import { ENGINE_FIELDS } from "../../solutions/02_http/response.ts";
import { quote } from "../../solutions/02_http/syntax.ts";
import type { HttpResponse } from "../../solutions/02_http/types.ts";
import { encodeFieldLine } from "./field_lines.ts";
import type { Output } from "../io/output.ts";

/** The lengths of the names of the engine's fields: other names need not be compared. */
const ENGINE_NAME_LENGTHS: readonly boolean[] = Array.from(
  { length: 32 },
  (_, length) => [...ENGINE_FIELDS].some((name) => name.length === length),
);

/**
 * Adds the fields of a handler, but for those that the engine says.
 *
 * @param output Where to add them.
 * @param headers The fields.
 * @returns The Content-Length among them; `undefined` if there is none.
 * @throws {TypeError} If they cannot be sent.
 */
export function addFields(
  output: Output,
  headers: HttpResponse["headers"] = {},
): number | undefined {
  let contentLength: number | undefined;
  if (Symbol.iterator in headers) {
    for (const [name, value] of headers) {
      contentLength = addField(output, name, value) ?? contentLength;
    }
  } else {
    for (const name of Object.keys(headers)) {
      contentLength = addField(output, name, headers[name]) ?? contentLength;
    }
  }
  return contentLength;
}

/** Adds a field, unless it is one of the engine's; returns a Content-Length. */
function addField(
  output: Output,
  name: string,
  value: string | undefined,
): number | undefined {
  if (value === undefined) return undefined;
  const line = encodeFieldLine(name, value);
  if (ENGINE_NAME_LENGTHS[name.length]) {
    const lowerName = name.toLowerCase();
    if (lowerName === "content-length") return parseLength(value);
    if (ENGINE_FIELDS.has(lowerName)) return undefined;
  }
  output.add(line);
}

function parseLength(value: string): number {
  const length = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(length)) return length;
  throw new TypeError(`Cannot send Content-Length ${quote(value)}`);
}
