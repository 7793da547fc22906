/**
 * Without lazy `Headers`: they are made for every request, as in stage 06.
 *
 * @module
 */

import {
  type FieldSource,
  makeHeaders as makeLazy,
} from "../../engine/bridge/lazy_headers.ts";

export type { FieldSource };

/** Makes real `Headers`. */
export function makeHeaders(...args: Parameters<typeof makeLazy>): Headers {
  return new Headers(makeLazy(...args));
}
