/**
 * The types of `@std/path`, as far as the course uses it.
 *
 * @module
 */

/** The separator of this platform. */
export declare const SEPARATOR: "/" | "\\";

/** The last part of a path. */
export declare function basename(path: string | URL, suffix?: string): string;

/** A path without its last part. */
export declare function dirname(path: string | URL): string;

/** The extension of a path with its dot; "" if it has none. */
export declare function extname(path: string | URL): string;

/** The path of a `file:` URL. */
export declare function fromFileUrl(url: string | URL): string;

/** Whether a path is absolute. */
export declare function isAbsolute(path: string): boolean;

/** Joins parts and normalises the result. */
export declare function join(path: string | URL, ...paths: string[]): string;

/** The way from one path to another. */
export declare function relative(from: string, to: string): string;

/** Resolves parts to an absolute path. */
export declare function resolve(...pathSegments: string[]): string;

/** The `file:` URL of an absolute path. */
export declare function toFileUrl(path: string): URL;
