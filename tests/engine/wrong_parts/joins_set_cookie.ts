/**
 * @wrong Joins the values of Set-Cookie like those of other fields.
 * @replaces engine/bridge/lazy_headers.ts
 * @rejectedBy lazy_headers_test · lazy Headers behave like Headers: getSetCookie
 * @saying c=3, d=4
 *
 * @module
 */

import { makeHeaders as makeCorrect } from "../../../engine/bridge/lazy_headers.ts";

export function makeHeaders(...args: Parameters<typeof makeCorrect>): Headers {
  const headers = makeCorrect(...args);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) headers.set("Set-Cookie", cookies.join(", "));
  return headers;
}
