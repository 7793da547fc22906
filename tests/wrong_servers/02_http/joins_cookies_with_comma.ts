/**
 * @wrong Lets Headers join cookies, with a comma.
 * @replaces solutions/02_http/fields.ts
 * @rejectedBy task 30 · fields of one name become one value
 * @saying Headers joins cookies with a comma
 *
 * @module
 */

import type { Field } from "../../../solutions/02_http/fields.ts";

export * from "../../../solutions/02_http/fields.ts";

export function toHeaders(fields: readonly Field[]): Headers {
  return new Headers([...fields]);
}
