/**
 * @wrong Searches Transfer-Encoding for the word "chunked".
 * @replaces solutions/02_http/framing.ts
 * @rejectedBy task 28 · a doubtful Transfer-Encoding is refused
 * @saying Transfer-Encoding: xchunked": status 200 instead of 400
 *
 * @module
 */

import type { Field } from "../../../solutions/02_http/fields.ts";
import { findFraming as findWell } from "../../../solutions/02_http/framing.ts";

export * from "../../../solutions/02_http/framing.ts";

export function findFraming(
  ...[fields, ...rest]: Parameters<typeof findWell>
) {
  const heard = fields.map(([name, value]): Field => [
    name,
    name === "transfer-encoding" && value.includes("chunked")
      ? "chunked"
      : value,
  ]);
  return findWell(heard, ...rest);
}
