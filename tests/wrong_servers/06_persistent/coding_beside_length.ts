/**
 * @wrong Does not look at Transfer-Encoding where there is a Content-Length.
 * @replaces solutions/02_http/framing.ts
 * @rejectedBy task 28 · a doubtful Transfer-Encoding is refused
 * @saying Transfer-Encoding: chunked | Content-Length: 15": status 200 instead
 *
 * @module
 */

import type { Field } from "../../../solutions/02_http/fields.ts";
import { findFraming as findWell } from "../../../solutions/02_http/framing.ts";

export * from "../../../solutions/02_http/framing.ts";

export function findFraming(
  ...[fields, ...rest]: Parameters<typeof findWell>
) {
  const isLength = ([name]: Field) => name === "content-length";
  const isCoding = ([name]: Field) => name === "transfer-encoding";
  const heard = fields.some(isLength)
    ? fields.filter((field) => !isCoding(field))
    : fields;
  return findWell(heard, ...rest);
}
