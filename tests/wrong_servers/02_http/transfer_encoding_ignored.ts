/**
 * @wrong Does not look at Transfer-Encoding.
 * @replaces solutions/02_http/body.ts
 * @rejectedBy task 35 · a chunked body is answered 411
 * @saying status 200 instead of 411
 *
 * @module
 */

import { findContentLength as findWell } from "../../../solutions/02_http/body.ts";
import type { Field } from "../../../solutions/02_http/fields.ts";

export * from "../../../solutions/02_http/body.ts";

export function findContentLength(fields: readonly Field[], limit: number) {
  const known = fields.filter(([name]) => name !== "transfer-encoding");
  return findWell(known, limit);
}
