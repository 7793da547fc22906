/**
 * The types of `@std/http/etag`, as far as the course uses it.
 *
 * @module
 */

/** What {@linkcode eTag} needs to know of a file. */
export interface FileInfo {
  /** The time of the last modification. */
  mtime: Date | null;
  /** The size in bytes. */
  size: number;
}

/** Options of {@linkcode eTag}. */
export interface ETagOptions {
  /** The digest algorithm; "SHA-256" by default. */
  algorithm?: AlgorithmIdentifier;
  /** Whether the tag is weak; by default that of a file is. */
  weak?: boolean;
}

/** The entity-tag of a text or of bytes. */
export declare function eTag(
  entity: string | ReturnType<TextEncoder["encode"]>,
  options?: ETagOptions,
): Promise<string>;
/** The entity-tag of a file; `undefined` where its time is not known. */
export declare function eTag(
  entity: FileInfo,
  options?: ETagOptions,
): Promise<string | undefined>;

/** Whether an `If-Match` value matches, by strong comparison. */
export declare function ifMatch(
  value: string | null,
  etag: string | undefined,
): boolean;

/** Whether an `If-None-Match` value matches none, by weak comparison. */
export declare function ifNoneMatch(
  value: string | null,
  etag: string | undefined,
): boolean;
