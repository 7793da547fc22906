/**
 * @wrong Lets a weak ETag match in If-Range.
 * @replaces solutions/03_static/conditional.ts
 * @rejectedBy task 18 · only a client that has the same file is sent a part
 * @saying the ETag is weak
 *
 * @module
 */

import {
  isRangeWanted as isWantedWell,
  type Validators,
} from "../../../solutions/03_static/conditional.ts";

export * from "../../../solutions/03_static/conditional.ts";

export function isRangeWanted(headers: Headers, validators: Validators) {
  return headers.get("if-range") === validators.etag ||
    isWantedWell(headers, validators);
}
