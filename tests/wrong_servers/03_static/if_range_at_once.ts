/**
 * @wrong Lets If-Range match within the second in which the file was changed.
 * @replaces solutions/03_static/conditional.ts
 * @rejectedBy task 18 · a date does not match until its second is over
 * @saying it must also be at least one second in the past
 * @varying how many tries there were
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
