/**
 * @wrong Joins Cookie fields with a comma.
 * @replaces solutions/02_http/fields.ts
 * @rejectedBy task 12 · the handler sees the same request as before
 * @saying the field Cookie is "a=1, b=2"
 *
 * @module
 */

import type { Field } from "../../../solutions/02_http/fields.ts";

export * from "../../../solutions/02_http/fields.ts";

export function toHeaders(fields: readonly Field[]): Headers {
  return new Headers([...fields]);
}
