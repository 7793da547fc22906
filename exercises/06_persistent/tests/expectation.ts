/**
 * A request that waits before it sends its body. RFC 9110 section 10.1.1.
 *
 * @module
 */

import { httpRequest } from "../../../kit/mod.ts";

/**
 * The header section of a POST with an Expect field.
 *
 * @param value The value of the field.
 * @param bytes The length of the body that is to follow.
 * @returns The beginning of the request.
 */
export function expectation(value: string, bytes = 13): string {
  return httpRequest([
    "POST /expectation HTTP/1.1",
    "Host: localhost",
    `Content-Length: ${bytes}`,
    `Expect: ${value}`,
  ]);
}
