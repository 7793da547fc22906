/**
 * Conditional requests: has the file changed since the client last saw it?
 * RFC 9110 sections 8.8 and 13.
 *
 * @module
 */

import { eTag, ifNoneMatch } from "@std/http/etag";
import { formatHttpDate } from "../02_http/http_date.ts";
import { parseHttpDate } from "./http_date.ts";

/** What distinguishes one state of a file from another, as sent in fields. */
export interface Validators {
  /** The entity-tag: a weak one, since it is made from the size and the time. */
  etag: string | undefined;
  /** The HTTP-date of the last modification. */
  lastModified: string | undefined;
}

/**
 * Makes the validators of a file.
 *
 * @param info What the file system says about the file.
 * @param now The time of the answer, in milliseconds since 1970; the present by
 * default.
 * @returns Its ETag and its Last-Modified. A file whose time the file system
 * cannot tell has neither. If the time cannot be an HTTP-date, it has only the ETag.
 */
export async function getValidators(
  info: Pick<Deno.FileInfo, "mtime" | "size">,
  now: number = Date.now(),
): Promise<Validators> {
  const modified = info.mtime?.getTime() ?? NaN;
  if (Number.isNaN(modified)) {
    return { etag: undefined, lastModified: undefined };
  }
  return {
    etag: await eTag(info),
    // Never later than Date, even if the file's time lies in the future: RFC
    // 9110 section 8.8.2.1.
    lastModified: formatHttpDate(Math.min(modified, now)),
  };
}

/**
 * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 section
 * 13.2.2, where an entity-tag takes precedence over a date.
 *
 * @param headers The fields of the request.
 * @param validators The present validators of the file.
 * @returns The status of the answer if a precondition fails: 412, or 304 if the
 * client already has the file; `undefined` if all of them hold.
 */
export function failedPrecondition(
  headers: Headers,
  { etag, lastModified }: Validators,
): 304 | 412 | undefined {
  const modified = parseHttpDate(lastModified ?? null);
  const match = headers.get("if-match");
  const noneMatch = headers.get("if-none-match");
  if (match !== null) {
    // If-Match needs a strong tag. Ours are weak and never match.
    if (match !== "*") return 412;
  } else if (modified > parseHttpDate(headers.get("if-unmodified-since"))) {
    return 412;
  }
  if (noneMatch !== null) {
    return ifNoneMatch(noneMatch, etag) ? undefined : 304;
  }
  return modified <= parseHttpDate(headers.get("if-modified-since"))
    ? 304
    : undefined;
}

/**
 * Whether the Range field of a request counts: a client that has one part of a
 * file wants the next part only if the file is still the same. RFC 9110 section
 * 13.1.5 requires a strong validator here. Our tags are weak and never match. A
 * date matches if it is exactly that of the file, and if the second that it
 * names is over: until then the file may change again and keep its date (section
 * 8.8.2.2).
 *
 * @param headers The fields of the request.
 * @param validators The present validators of the file.
 * @param now The time of the answer, in milliseconds since 1970.
 * @returns Whether the request has a matching If-Range field, or lacks the field.
 */
export function isRangeWanted(
  headers: Headers,
  { lastModified }: Validators,
  now: number = Date.now(),
): boolean {
  const ifRange = headers.get("if-range");
  if (ifRange === null) return true;
  return ifRange === lastModified && now - parseHttpDate(ifRange) >= 1000;
}
