/**
 * @wrong Takes absolute-form apart with URL, which resolves dots and drops a port.
 * @replaces solutions/02_http/request_target.ts
 * @rejectedBy task 29 · its authority counts, not Host
 * @saying new URL() resolves /../
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
