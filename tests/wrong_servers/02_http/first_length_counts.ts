/**
 * @wrong Takes the first Content-Length, and does not look for another.
 * @replaces solutions/02_http/body.ts
 * @rejectedBy task 34 · two lengths are refused, even if they agree
 * @saying 13 and 13: status 200 instead of 400
 *
 * @module
 */

import { findContentLength as findWell } from "../../../solutions/02_http/body.ts";
import type { Field } from "../../../solutions/02_http/fields.ts";

export * from "../../../solutions/02_http/body.ts";

export function findContentLength(fields: readonly Field[], limit: number) {
  const first = fields.find(([name]) => name === "content-length");
  const others = fields.filter(([name]) => name !== "content-length");
  return findWell(first ? [first, ...others] : others, limit);
}
