/**
 * @wrong Looks at the date although there is an If-None-Match.
 * @replaces solutions/03_static/conditional.ts
 * @rejectedBy task 13 · with If-None-Match, the date is ignored
 * @saying the date is looked at although there is an If-None-Match
 *
 * @module
 */

import { ifNoneMatch } from "@std/http/etag";
import type { Validators } from "../../../solutions/03_static/conditional.ts";
import { parseHttpDate } from "../../../solutions/03_static/http_date.ts";

export * from "../../../solutions/03_static/conditional.ts";

export function failedPrecondition(
  headers: Headers,
  { etag, lastModified }: Validators,
): 304 | undefined {
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== null && !ifNoneMatch(noneMatch, etag)) return 304;
  const modified = parseHttpDate(lastModified ?? null);
  const since = parseHttpDate(headers.get("if-modified-since"));
  return modified <= since ? 304 : undefined;
}
