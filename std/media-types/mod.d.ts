/**
 * The types of `@std/media-types`, as far as the course uses it.
 *
 * @module
 */

/** The `Content-Type` of a file name extension; `undefined` if unknown. */
export declare function contentType(
  extensionOrType: string,
): string | undefined;
