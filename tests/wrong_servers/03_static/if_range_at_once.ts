/**
 * @wrong Lets If-Range match within the second in which the file was changed.
 * @replaces solutions/03_static/conditional.ts
 * @rejectedBy task 7 · a date in If-Range does not match until its second is over
 * @saying status 206 instead of 200
 *
 * @module
 */

import type { Validators } from "../../../solutions/03_static/conditional.ts";

export * from "../../../solutions/03_static/conditional.ts";

export function isRangeWanted(
  headers: Headers,
  { lastModified }: Validators,
): boolean {
  const ifRange = headers.get("if-range");
  return ifRange === null || ifRange === lastModified;
}
