/**
 * The media type of a file, told from its name. RFC 9110 section 8.3.
 *
 * @module
 */

import { contentType } from "@std/media-types";
import { extname } from "@std/path";

/**
 * Finds the value of Content-Type for a file.
 *
 * @param name The name or the path of the file.
 * @returns The media type; `application/octet-stream`, "some bytes", if the name
 * has no extension or an unknown one.
 */
export function mediaType(name: string): string {
  return contentType(extname(name)) ?? "application/octet-stream";
}
