/**
 * @wrong Takes absolute-form apart with URL, which resolves dots and drops a port.
 * @replaces solutions/02_http/request_target.ts
 * @rejectedBy task 11 · what is unusual, but allowed, is served
 * @saying the authority of absolute-form counts, not Host: the body has
 *
 * @module
 */

import { parseRequestTarget as parseWell } from "../../../solutions/02_http/request_target.ts";

export * from "../../../solutions/02_http/request_target.ts";

export function parseRequestTarget(method: string, target: string) {
  if (!URL.canParse(target)) return parseWell(method, target);
  const { pathname, search, host } = new URL(target);
  return { path: pathname, query: search.slice(1), authority: host };
}
