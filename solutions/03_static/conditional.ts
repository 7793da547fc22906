/**
 * Conditional requests: has the file changed since the client last saw it?
 * RFC 9110 sections 8.8 and 13.
 *
 * @module
 */

import { eTag, ifNoneMatch } from "@std/http/etag";
import { parseHttpDate } from "./http_date.ts";

/** What tells one state of a file from another, as the fields carry it. */
export interface Validators {
  /** The entity-tag: a weak one, since it is made of the size and the time. */
  etag: string | undefined;
  /** The HTTP-date of the last modification. */
  lastModified: string | undefined;
}

/**
 * The validators of a file.
 *
 * @param info What the file system knows of the file.
 * @returns Its ETag and its Last-Modified.
 */
export async function getValidators(
  info: Pick<Deno.FileInfo, "mtime" | "size">,
): Promise<Validators> {
  if (info.mtime === null) return { etag: undefined, lastModified: undefined };
  // A file from the future was modified now: RFC 9110 section 8.8.2.1.
  const modified = Math.min(info.mtime.getTime(), Date.now());
  return {
    etag: await eTag(info),
    lastModified: new Date(modified).toUTCString(),
  };
}

/**
 * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 section
 * 13.2.2, where an entity-tag goes before a date.
 *
 * @param headers The fields of the request.
 * @param validators The validators of the file as it is now.
 * @returns The status of the answer where a precondition fails: 412, or 304
 * when the client has the file already; `undefined` where all hold.
 */
export function failedPrecondition(
  headers: Headers,
  { etag, lastModified }: Validators,
): 304 | 412 | undefined {
  const modified = parseHttpDate(lastModified ?? null);
  const match = headers.get("if-match");
  const noneMatch = headers.get("if-none-match");
  if (match !== null) {
    // If-Match asks for a strong tag, and ours are weak: none can match.
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
 * Whether the Range field of a request counts: a client that holds one part of
 * a file asks for the next only if the file is still the same. RFC 9110 section
 * 13.1.5 wants a strong validator here, so our weak tags never match; the exact
 * date of the last modification does.
 *
 * @param headers The fields of the request.
 * @param validators The validators of the file as it is now.
 * @returns Whether there is no If-Range field, or one that matches.
 */
export function isRangeWanted(
  headers: Headers,
  { lastModified }: Validators,
): boolean {
  const ifRange = headers.get("if-range");
  return ifRange === null || ifRange === lastModified;
}
